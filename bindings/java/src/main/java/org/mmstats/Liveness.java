package org.mmstats;

/** Whether the writer of a file lives. */
public enum Liveness {
    /** Nobody can say. Who would remove the file keeps it. */
    UNKNOWN,
    /** Its process is there. */
    ALIVE,
    /** There is no such process. */
    DEAD
}
