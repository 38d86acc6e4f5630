package org.mmstats.internal;

import org.mmstats.Cause;
import org.mmstats.ClosedException;
import org.mmstats.MmStatsException;

/** Makes the exceptions of native code. */
final class Failure {
    private Failure() {}

    /** Called by native code: the name of a status of the C ABI, and a message, both in UTF-8. */
    static MmStatsException of(byte[] status, byte[] message) {
        Cause cause = Cause.named(Utf8.decode(status, 0, status.length));
        String text = Utf8.decode(message, 0, message.length);
        return cause == Cause.CLOSED
                ? new ClosedException(text)
                : new MmStatsException(cause, text);
    }
}
