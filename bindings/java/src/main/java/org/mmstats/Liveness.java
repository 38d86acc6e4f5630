package org.mmstats;

/** Whether the writer of a file lives (SPEC.md 1.12 and 2.19). */
public enum Liveness {
    /** Nobody can say from here. Who would remove the file keeps it. */
    UNKNOWN,
    /** It may write. */
    ALIVE,
    /** It closed its file, or has ended. */
    DEAD,
    /** It has ended, but a child that knows nothing of it has its lock. */
    ORPHANED
}
