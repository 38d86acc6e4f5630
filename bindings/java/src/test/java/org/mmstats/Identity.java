package org.mmstats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/** What differs from run to run in a file, fixed (conformance/README.md, "Identical bytes"). */
public final class Identity {
    private static final List<String> NUMBERS =
            List.of("created", "created_boot", "pid", "start", "pid_namespace", "uid");
    private static final List<String> IDS = List.of("boot_id", "file_id");
    private static final int ID_SIZE = 16;

    private Identity() {}

    /**
     * Fixes it.
     *
     * @param options of the writer
     * @param words the words of an identity line: KEY=VALUE
     */
    public static void fix(Options options, List<String> words) {
        ByteBuffer identity =
                ByteBuffer.allocate(NUMBERS.size() * Long.BYTES + IDS.size() * ID_SIZE)
                        .order(ByteOrder.nativeOrder());
        for (String key : NUMBERS) {
            identity.putLong(Long.parseUnsignedLong(value(words, key)));
        }
        for (String key : IDS) {
            identity.put(HexFormat.of().parseHex(value(words, key)));
        }
        options.identity(identity.array());
    }

    private static String value(List<String> words, String key) {
        return words.stream()
                .filter(word -> word.startsWith(key + "="))
                .findFirst()
                .orElseThrow()
                .substring(key.length() + 1);
    }
}
