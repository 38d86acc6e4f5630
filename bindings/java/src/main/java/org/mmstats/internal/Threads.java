package org.mmstats.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** What later versions of Java say of threads. */
public final class Threads {
    /** Null before Java 21, which has no virtual threads. */
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private Threads() {}

    private static MethodHandle isVirtual() {
        MethodType type = MethodType.methodType(boolean.class);
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", type);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Whether a thread is virtual: one of any number that share the system's threads.
     *
     * @param thread the thread
     * @return whether it is
     */
    public static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new InternalError("Thread.isVirtual throws nothing", e);
        }
    }
}
