package org.mmstats.internal.v2;

/**
 * A file at one moment. It doesn't change.
 *
 * @param header the header, as it was before all else was looked at
 * @param directory its families and live series
 * @param cells the values of these
 */
public record View(Header header, Directory directory, Cells cells) {}
