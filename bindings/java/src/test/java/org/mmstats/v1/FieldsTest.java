package org.mmstats.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;

/** Fields of each type, as they are set, got, and read from the file. */
class FieldsTest extends WrittenFile {
    @Test
    void publishesIntegersOfEveryWidth() {
        U64Field u64 = writer.u64("u64", -1);
        I64Field i64 = writer.i64("i64", Long.MIN_VALUE);
        U32Field u32 = writer.u32("u32", 0xffff_ffffL);
        I32Field i32 = writer.i32("i32", Integer.MIN_VALUE);
        U16Field u16 = writer.u16("u16", 0xffff);
        I16Field i16 = writer.i16("i16", Short.MIN_VALUE);
        U8Field u8 = writer.u8("u8", 0xff);
        I8Field i8 = writer.i8("i8", Byte.MIN_VALUE);
        assertRead(Value.u64(-1), "u64");
        assertEquals("18446744073709551615", read("u64").toString());
        assertRead(Value.i64(Long.MIN_VALUE), "i64");
        assertRead(Value.u32(0xffff_ffffL), "u32");
        assertRead(Value.i32(Integer.MIN_VALUE), "i32");
        assertRead(Value.u16(0xffff), "u16");
        assertRead(Value.i16(Short.MIN_VALUE), "i16");
        assertRead(Value.u8(0xff), "u8");
        assertRead(Value.i8(Byte.MIN_VALUE), "i8");
        assertEquals(-1, u64.get());
        assertEquals(0xffff_ffffL, u32.get());
        assertEquals(0xffff, u16.get());
        assertEquals(0xff, u8.get());
        for (int i = 0; i < 3; i++) {
            u64.set(i);
            i64.set(-i);
            u32.set(0x8000_0000L + i);
            i32.set(-i);
            u16.set(0x8000 + i);
            i16.set((short) -i);
            u8.set(0x80 + i);
            i8.set((byte) -i);
            assertEquals(i, u64.get());
            assertEquals(-i, i64.get());
            assertEquals(0x8000_0000L + i, u32.get());
            assertEquals(-i, i32.get());
            assertEquals(0x8000 + i, u16.get());
            assertEquals(-i, i16.get());
            assertEquals(0x80 + i, u8.get());
            assertEquals(-i, i8.get());
            assertRead(Value.u64(i), "u64");
            assertRead(Value.i64(-i), "i64");
            assertRead(Value.u32(0x8000_0000L + i), "u32");
            assertRead(Value.i32(-i), "i32");
            assertRead(Value.u16(0x8000 + i), "u16");
            assertRead(Value.i16(-i), "i16");
            assertRead(Value.u8(0x80 + i), "u8");
            assertRead(Value.i8(-i), "i8");
        }
    }

    @Test
    void refusesNumbersOutOfRange() {
        U32Field u32 = writer.u32("u32", 7);
        U16Field u16 = writer.u16("u16", 7);
        U8Field u8 = writer.u8("u8", 7);
        assertWrongType(() -> u32.set(-1));
        assertWrongType(() -> u32.set(1L << 32));
        assertWrongType(() -> u16.set(0x10000));
        assertWrongType(() -> u8.set(0x100));
        assertWrongType(() -> u8.set(-1));
        assertWrongType(() -> writer.u8("initial", 0x100));
        assertWrongType(() -> Value.i16(0x8000));
        assertWrongType(() -> Value.i8(-0x81));
        assertRead(Value.u32(7), "u32");
        assertRead(Value.u16(7), "u16");
        assertRead(Value.u8(7), "u8");
    }

    @Test
    void publishesFloatsAndBools() {
        F32Field f32 = writer.f32("f32", 0.1f);
        F64Field f64 = writer.f64("f64", 0.1);
        BoolField bool = writer.bool("bool", true);
        assertRead(Value.f32(0.1f), "f32");
        assertRead(Value.f64(0.1), "f64");
        assertRead(Value.bool(true), "bool");
        for (double value : new double[] {-0.0, Double.MIN_VALUE, Double.NaN, 1e300}) {
            f32.set((float) value);
            f64.set(value);
            bool.set(value > 0);
            assertEquals((float) value, f32.get());
            assertEquals(value, f64.get());
            assertEquals(value > 0, bool.get());
            assertRead(Value.f32((float) value), "f32");
            assertRead(Value.f64(value), "f64");
            assertRead(Value.bool(value > 0), "bool");
        }
    }

    @Test
    void cutsTextsBetweenCharacters() {
        TextField text = writer.text("text", 8);
        String[][] setAndLeft = {
            {"12345678", "12345678"},
            {"abc", "abc"},
            {"123456789", "12345678"},
            {"", ""},
            {"1234567é", "1234567"},
            {"123456é", "123456é"},
            {"12345❤x", "12345❤"},
            {"12345𝄞", "12345"},
            {"𝄞𝄞𝄞", "𝄞𝄞"},
            {"ab\0cd", "ab"}
        };
        for (String[] pair : setAndLeft) {
            text.set(new StringBuilder(pair[0]));
            assertEquals(pair[1], text.get());
            assertRead(Value.text(pair[1]), "text");
        }
        MmStatsException found = assertThrows(MmStatsException.class, () -> text.set("x\ud800"));
        assertEquals(Cause.INVALID, found.cause());
        assertEquals("ab", text.get());
        assertRead(Value.text("ab"), "text");
    }

    @Test
    void publishesTuples() {
        TupleField tuple = writer.tuple("tuple", "?Hq5sfdQ");
        writer.createFile();
        for (int i = 1; i < 5; i++) {
            tuple.put(0, i % 2 == 0).put(1, i).put(2, (long) -i).put(3, "abcd❤").put(4, 0.1);
            tuple.put(5, 0.1 * i).put(6, -1L - i).publish();
            List<Value> expected =
                    List.of(
                            Value.bool(i % 2 == 0),
                            Value.u16(i),
                            Value.i64(-i),
                            Value.text("abcd"),
                            Value.f32(0.1f),
                            Value.f64(0.1 * i),
                            Value.u64(-1 - i));
            assertEquals(expected, tuple.get().parts());
            assertEquals(expected, read("tuple").parts());
            // What can't be put leaves what was.
            assertThrows(MmStatsException.class, () -> tuple.put(3, "x\ud800"));
        }
        assertWrongType(() -> tuple.put(0, 1));
        assertWrongType(() -> tuple.put(1, 0.5));
        assertWrongType(() -> tuple.put(1, true));
        assertWrongType(() -> tuple.put(1, "1"));
        assertWrongType(() -> tuple.put(1, -1));
        tuple.publish();
        assertEquals(Value.text("abcd"), read("tuple").parts().get(3));
        for (int index : new int[] {-1, 7}) {
            MmStatsException found =
                    assertThrows(MmStatsException.class, () -> tuple.put(index, 1));
            assertEquals(Cause.INVALID, found.cause());
        }
    }

    /** Signatures of random parts: where each stands is what readers and the library think, too. */
    @Test
    void agreesWithReadersOnSignatures() {
        Random random = new Random(2);
        String codes = "QqLlIiHhBb?fd";
        TupleField[] tuples = new TupleField[200];
        for (int i = 0; i < tuples.length; i++) {
            var signature = new StringBuilder();
            for (int parts = 2 + random.nextInt(6); parts > 0; parts--) {
                int code = random.nextInt(codes.length() + 3);
                signature.append(
                        code < codes.length() ? codes.charAt(code) : random.nextInt(12) + "s");
            }
            tuples[i] = writer.tuple("tuple " + i, signature.toString());
        }
        writer.createFile();
        for (int i = 0; i < tuples.length; i++) {
            List<Value> parts = tuples[i].get().parts();
            for (int part = 0; part < parts.size(); part++) {
                switch (parts.get(part).type()) {
                    case BOOL -> tuples[i].put(part, true);
                    case F32, F64 -> tuples[i].put(part, part + 0.5);
                    case TEXT -> tuples[i].put(part, "twelve bytes");
                    default -> tuples[i].put(part, part + 1);
                }
            }
            tuples[i].publish();
            assertEquals(tuples[i].get(), read("tuple " + i));
        }
    }
}
