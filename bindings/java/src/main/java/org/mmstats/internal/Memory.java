package org.mmstats.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Loads and stores in the memory of a writer, by address, in the file's byte order. None of them
 * calls native code, allocates, or checks anything.
 *
 * <p><b>Why that is safe.</b> The library hands out the addresses and keeps them mapped for the
 * life of the process, private once their writer is gone. So an access that comes late is harmless,
 * and only widths have to be right, which each field gets once, when it is declared.
 *
 * <p><b>What does it.</b> On Java 22 and later VarHandles on the memory segment of the whole
 * address space (java.lang.foreign), before that sun.misc.Unsafe, which later versions warn of and
 * will remove. VarHandles on direct ByteBuffers would work on both, but load and check five fields
 * of the buffer at each access: a counter's increment took 2.3 ns so, where it takes 1.1 ns now and
 * a bare 8-byte counter 1.0 ns. Both are had without naming their types, as no one compiler sees
 * both without a warning.
 *
 * <p><b>Ordering.</b> {@link #putByteRelease} is a release fence and a plain store. The fence keeps
 * the stores before it, those of a value, before all stores after it, and so before the byte: what
 * a release store of the byte would do (VarHandle.setRelease on a byte of memory is there from Java
 * 22 on only). It pairs with the acquire load of a reader that maps the file, which therefore sees
 * the value that the byte points it at. A byte can't tear, and compilers neither move nor drop a
 * store across the fence of the next write.
 *
 * <p>Stores of several bytes stand at any alignment: compiled code makes each one plain move, the
 * interpreter maybe several, which the protocol allows (SPEC.md 1.10).
 *
 * <p><b>Words</b> are what format 2 is made of (SPEC.md 2.10): 8 bytes at a multiple of 8, loaded
 * and stored whole. {@link #load} and {@link #store} are relaxed, which Java calls opaque; Unsafe
 * has no such store, and a release store in its place, which is the same to x86. {@link
 * #storeRelease} pairs with a reader's load and acquire fence. {@link #add} and {@link #exchange}
 * are atomic, and stronger than relaxed, which costs x86 nothing.
 */
public final class Memory {
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    private static final boolean FOREIGN = Runtime.version().feature() >= 22;

    /** No address is larger, nor is what stands a little behind one out of a segment's bounds. */
    private static final long MAX_ADDRESS = Long.MAX_VALUE >>> 1;

    private static final MethodHandle GET_BYTE;
    private static final MethodHandle GET_SHORT;
    private static final MethodHandle GET_INT;
    private static final MethodHandle GET_LONG;
    private static final MethodHandle PUT_BYTE;
    private static final MethodHandle PUT_SHORT;
    private static final MethodHandle PUT_INT;
    private static final MethodHandle PUT_LONG;
    private static final MethodHandle LOAD;
    private static final MethodHandle STORE;
    private static final MethodHandle STORE_RELEASE;
    private static final MethodHandle ADD;
    private static final MethodHandle EXCHANGE;

    static {
        try {
            Accessors accessors = FOREIGN ? new Foreign() : new Unsafe();
            GET_BYTE = accessors.get("Byte", byte.class);
            GET_SHORT = accessors.get("Short", short.class);
            GET_INT = accessors.get("Int", int.class);
            GET_LONG = accessors.get("Long", long.class);
            PUT_BYTE = accessors.put("Byte", byte.class);
            PUT_SHORT = accessors.put("Short", short.class);
            PUT_INT = accessors.put("Int", int.class);
            PUT_LONG = accessors.put("Long", long.class);
            LOAD = accessors.load();
            STORE = accessors.store();
            STORE_RELEASE = accessors.storeRelease();
            ADD = accessors.add();
            EXCHANGE = accessors.exchange();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Memory() {}

    /**
     * Where the handles come from: the type of each is (address) value, or (address, value) void.
     */
    private interface Accessors {
        MethodHandle get(String name, Class<?> type) throws ReflectiveOperationException;

        MethodHandle put(String name, Class<?> type) throws ReflectiveOperationException;

        /** Of a word; as are those that follow. */
        MethodHandle load() throws ReflectiveOperationException;

        MethodHandle store() throws ReflectiveOperationException;

        MethodHandle storeRelease() throws ReflectiveOperationException;

        /** (address, number) to what was there before. */
        MethodHandle add() throws ReflectiveOperationException;

        /** (address, expected, new) to whether the expected value was there. */
        MethodHandle exchange() throws ReflectiveOperationException;
    }

    private static final class Unsafe implements Accessors {
        private final Object unsafe;

        Unsafe() throws ReflectiveOperationException {
            var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            field.setAccessible(true);
            unsafe = field.get(null);
        }

        @Override
        public MethodHandle get(String name, Class<?> type) throws ReflectiveOperationException {
            return MethodHandles.lookup()
                    .bind(unsafe, "get" + name, MethodType.methodType(type, long.class));
        }

        @Override
        public MethodHandle put(String name, Class<?> type) throws ReflectiveOperationException {
            MethodType stores = MethodType.methodType(void.class, long.class, type);
            return MethodHandles.lookup().bind(unsafe, "put" + name, stores);
        }

        /** A method that takes an object and an offset: no object, and the offset an address. */
        private MethodHandle word(String name, Class<?> result, Class<?>... numbers)
                throws ReflectiveOperationException {
            MethodType type =
                    MethodType.methodType(result, numbers)
                            .insertParameterTypes(0, Object.class, long.class);
            MethodHandle method = MethodHandles.lookup().bind(unsafe, name, type);
            return MethodHandles.insertArguments(method, 0, (Object) null);
        }

        @Override
        public MethodHandle load() throws ReflectiveOperationException {
            return word("getLongVolatile", long.class);
        }

        @Override
        public MethodHandle store() throws ReflectiveOperationException {
            return word("putOrderedLong", void.class, long.class);
        }

        @Override
        public MethodHandle storeRelease() throws ReflectiveOperationException {
            return store();
        }

        @Override
        public MethodHandle add() throws ReflectiveOperationException {
            return word("getAndAddLong", long.class, long.class);
        }

        @Override
        public MethodHandle exchange() throws ReflectiveOperationException {
            return word("compareAndSwapLong", boolean.class, long.class, long.class);
        }
    }

    private static final class Foreign implements Accessors {
        private final Class<?> layouts = Class.forName("java.lang.foreign.ValueLayout");

        /** A segment from address 0 on, so that an offset in it is an address. */
        private final Object everything;

        Foreign() throws ReflectiveOperationException {
            Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
            Object nothing = segments.getField("NULL").get(null);
            everything =
                    segments.getMethod("reinterpret", long.class).invoke(nothing, Long.MAX_VALUE);
        }

        private VarHandle handle(String name) throws ReflectiveOperationException {
            String constant = "JAVA_" + name.toUpperCase(java.util.Locale.ROOT);
            String layout = name.equals("Byte") ? constant : constant + "_UNALIGNED";
            Object value = layouts.getField(layout).get(null);
            return (VarHandle) layouts.getMethod("varHandle").invoke(value);
        }

        @Override
        public MethodHandle get(String name, Class<?> type) throws ReflectiveOperationException {
            return handle(name).toMethodHandle(VarHandle.AccessMode.GET).bindTo(everything);
        }

        @Override
        public MethodHandle put(String name, Class<?> type) throws ReflectiveOperationException {
            return handle(name).toMethodHandle(VarHandle.AccessMode.SET).bindTo(everything);
        }

        /** An aligned word: only these have more than plain loads and stores. */
        private MethodHandle word(VarHandle.AccessMode mode) throws ReflectiveOperationException {
            Object layout = layouts.getField("JAVA_LONG").get(null);
            VarHandle words = (VarHandle) layouts.getMethod("varHandle").invoke(layout);
            return words.toMethodHandle(mode).bindTo(everything);
        }

        @Override
        public MethodHandle load() throws ReflectiveOperationException {
            return word(VarHandle.AccessMode.GET_OPAQUE);
        }

        @Override
        public MethodHandle store() throws ReflectiveOperationException {
            return word(VarHandle.AccessMode.SET_OPAQUE);
        }

        @Override
        public MethodHandle storeRelease() throws ReflectiveOperationException {
            return word(VarHandle.AccessMode.SET_RELEASE);
        }

        @Override
        public MethodHandle add() throws ReflectiveOperationException {
            return word(VarHandle.AccessMode.GET_AND_ADD);
        }

        @Override
        public MethodHandle exchange() throws ReflectiveOperationException {
            return word(VarHandle.AccessMode.WEAK_COMPARE_AND_SET_PLAIN);
        }
    }

    /**
     * An address as the compiler likes it: where it sees that one is neither negative nor huge it
     * leaves out the check of the segment's bounds.
     *
     * @param at an address
     * @return the same
     */
    public static long address(long at) {
        return FOREIGN ? at & MAX_ADDRESS : at;
    }

    /**
     * Loads a byte.
     *
     * @param at its address
     * @return the byte
     */
    public static byte getByte(long at) {
        try {
            return (byte) GET_BYTE.invokeExact(at);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Loads 2 bytes at any alignment.
     *
     * @param at the address of the first
     * @return their value
     */
    public static short getShort(long at) {
        try {
            short value = (short) GET_SHORT.invokeExact(at);
            return BIG_ENDIAN ? Short.reverseBytes(value) : value;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Loads 4 bytes at any alignment.
     *
     * @param at the address of the first
     * @return their value
     */
    public static int getInt(long at) {
        try {
            int value = (int) GET_INT.invokeExact(at);
            return BIG_ENDIAN ? Integer.reverseBytes(value) : value;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Loads 8 bytes at any alignment.
     *
     * @param at the address of the first
     * @return their value
     */
    public static long getLong(long at) {
        try {
            long value = (long) GET_LONG.invokeExact(at);
            return BIG_ENDIAN ? Long.reverseBytes(value) : value;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores a byte.
     *
     * @param at its address
     * @param value the byte
     */
    public static void putByte(long at, byte value) {
        try {
            PUT_BYTE.invokeExact(at, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores a byte behind all stores that were made before it.
     *
     * @param at its address
     * @param value the byte
     */
    public static void putByteRelease(long at, byte value) {
        VarHandle.releaseFence();
        putByte(at, value);
    }

    /**
     * Stores 2 bytes at any alignment.
     *
     * @param at the address of the first
     * @param value their value
     */
    public static void putShort(long at, short value) {
        try {
            PUT_SHORT.invokeExact(at, BIG_ENDIAN ? Short.reverseBytes(value) : value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores 4 bytes at any alignment.
     *
     * @param at the address of the first
     * @param value their value
     */
    public static void putInt(long at, int value) {
        try {
            PUT_INT.invokeExact(at, BIG_ENDIAN ? Integer.reverseBytes(value) : value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores 8 bytes at any alignment.
     *
     * @param at the address of the first
     * @param value their value
     */
    public static void putLong(long at, long value) {
        try {
            PUT_LONG.invokeExact(at, BIG_ENDIAN ? Long.reverseBytes(value) : value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Loads a word.
     *
     * @param at its address, a multiple of 8
     * @return its value
     */
    public static long load(long at) {
        try {
            return inOrder((long) LOAD.invokeExact(at));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores a word.
     *
     * @param at its address, a multiple of 8
     * @param value its value
     */
    public static void store(long at, long value) {
        try {
            STORE.invokeExact(at, inOrder(value));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores a word behind all stores that were made before it.
     *
     * @param at its address, a multiple of 8
     * @param value its value
     */
    public static void storeRelease(long at, long value) {
        try {
            STORE_RELEASE.invokeExact(at, inOrder(value));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Adds to a word that other threads may add to.
     *
     * @param at its address, a multiple of 8
     * @param n what is added, modulo 2^64
     */
    public static void add(long at, long n) {
        if (BIG_ENDIAN) {
            for (long old = load(at); !exchange(at, old, old + n); old = load(at)) {
                Thread.onSpinWait();
            }
            return;
        }
        try {
            long before = (long) ADD.invokeExact(at, n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Stores a word where it is still what it was; may fail where it is, too.
     *
     * @param at its address, a multiple of 8
     * @param old what it was
     * @param value what it is to be
     * @return whether it was stored
     */
    public static boolean exchange(long at, long old, long value) {
        try {
            return (boolean) EXCHANGE.invokeExact(at, inOrder(old), inOrder(value));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A word as it is in memory, of its value; or the other way round. */
    private static long inOrder(long word) {
        return BIG_ENDIAN ? Long.reverseBytes(word) : word;
    }

    /** Accessors declare nothing that could be thrown; a fault of the mapping is an Error. */
    private static Error unexpected(Throwable e) {
        return e instanceof Error error ? error : new InternalError(e);
    }
}
