package org.mmstats.v1;

import java.nio.ByteOrder;

/** The ways to lay out a format 1 file, in the order in which a reader tries them (F1-FIT). */
enum Dialect {
    TYPED_LITTLE(Layout.TYPED, ByteOrder.LITTLE_ENDIAN),
    TYPED_BIG(Layout.TYPED, ByteOrder.BIG_ENDIAN),
    CHAR_LITTLE(Layout.CHAR, ByteOrder.LITTLE_ENDIAN),
    CHAR_BIG(Layout.CHAR, ByteOrder.BIG_ENDIAN);

    final Layout layout;
    final ByteOrder byteOrder;

    Dialect(Layout layout, ByteOrder byteOrder) {
        this.layout = layout;
        this.byteOrder = byteOrder;
    }
}
