package org.mmstats.internal.v2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All families and live series of a file: 12 bytes are kept of each series, besides its entry. It
 * doesn't change.
 */
public final class Directory {
    /** The label of a series for those beyond its family's limit (F2-OVERFLOW). */
    private static final Map<String, String> OVERFLOW = Map.of("otel.metric.overflow", "true");

    private static final int ENTRY = 0;
    private static final int FAMILY = 1;
    private static final int HOME = 2;

    /** Ints to a series. */
    private static final int STRIDE = 3;

    /** The entries of all directory blocks. */
    private final byte[] bytes;

    private final List<FamilyEntry> families = new ArrayList<>();
    private final Places places;

    private int[] series = new int[16 * STRIDE];
    private int count;
    private int rewritten;

    /** By family, and one more: where its series begin in `order`. Null before it is asked for. */
    private int[] starts;

    /** The series by family. */
    private int[] order;

    Directory(byte[] bytes, Places places) {
        this.bytes = bytes;
        this.places = places;
    }

    void addFamily(FamilyEntry family) {
        families.add(family);
    }

    /** Takes note of a series that is being rewritten. */
    void leaveOut() {
        rewritten++;
    }

    void addSeries(int entry, int family, int home) {
        int at = STRIDE * count++;
        if (at == series.length) {
            series = Arrays.copyOf(series, 2 * at);
        }
        series[at + ENTRY] = entry;
        series[at + FAMILY] = family;
        series[at + HOME] = home;
    }

    /** Once all are added. */
    void settle() {
        places.settle();
        starts = new int[families.size() + 1];
        for (int one = 0; one < count; one++) {
            starts[familyOf(one) + 1]++;
        }
        for (int family = 0; family < families.size(); family++) {
            starts[family + 1] += starts[family];
        }
        int[] next = starts.clone();
        order = new int[count];
        for (int one = 0; one < count; one++) {
            order[next[familyOf(one)]++] = one;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    Places places() {
        return places;
    }

    /**
     * How many live series there are.
     *
     * @return how many
     */
    public int seriesCount() {
        return count;
    }

    /**
     * How many series were being rewritten, and are left out.
     *
     * @return how many
     */
    public int rewritten() {
        return rewritten;
    }

    /**
     * All families, by their ids, those that aren't known too.
     *
     * @return the families
     */
    public List<FamilyEntry> families() {
        return families;
    }

    /**
     * How many live series a family has.
     *
     * @param family the index of the family
     * @return how many
     */
    public int seriesCount(int family) {
        return starts[family + 1] - starts[family];
    }

    /**
     * A series of a family.
     *
     * @param family the index of the family
     * @param index which of its series, in the order of the file
     * @return its index among all
     */
    public int seriesOf(int family, int index) {
        return order[starts[family] + index];
    }

    int familyOf(int one) {
        return series[STRIDE * one + FAMILY];
    }

    FamilyEntry family(int one) {
        return families.get(familyOf(one));
    }

    int entry(int one) {
        return series[STRIDE * one + ENTRY];
    }

    /** Where the stripes of a series' cell are in a copy of all cells. */
    int[] places(int one) {
        long cell = LittleEndian.i64(bytes, entry(one) + Layout.SERIES_CELL);
        return places.of(series[STRIDE * one + HOME], cell);
    }

    /**
     * When a series was created.
     *
     * @param one its index among all
     * @return nanoseconds since 1970
     */
    public long created(int one) {
        return LittleEndian.i64(bytes, entry(one) + Layout.SERIES_CREATED);
    }

    /**
     * Whether a series stands for those beyond the family's limit.
     *
     * @param one its index among all
     * @return whether it does
     */
    public boolean isOverflow(int one) {
        return isOverflow(bytes, entry(one));
    }

    static boolean isOverflow(byte[] bytes, int entry) {
        return (bytes[entry + Layout.SERIES_FLAGS] & Layout.FLAG_OVERFLOW) != 0;
    }

    /** The series whose state is another in another copy of the entries. */
    BitSet changed(byte[] other) {
        BitSet changed = new BitSet();
        for (int one = 0; one < count; one++) {
            changed.set(one, state(bytes, entry(one)) != state(other, entry(one)));
        }
        return changed;
    }

    static long state(byte[] bytes, int entry) {
        return LittleEndian.i64(bytes, entry + Layout.SERIES_STATE);
    }

    /**
     * What tells a series apart.
     *
     * @param one its index among all
     * @return the values by the label keys, in their order
     */
    public Map<String, String> labels(int one) {
        if (isOverflow(one)) {
            return OVERFLOW;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        int at = entry(one) + Layout.SERIES_LABELS;
        for (String key : family(one).labelKeys()) {
            int end = at + Short.BYTES + LittleEndian.u16(bytes, at);
            labels.put(key, Text.of(bytes, at + Short.BYTES, end));
            at = end;
        }
        return labels;
    }
}
