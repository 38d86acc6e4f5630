/**
 * Statistics in mapped files: /proc for your application.
 *
 * <p>A {@link org.mmstats.Writer} publishes counters and other values in a file, with no lock
 * and no system call; a {@link org.mmstats.Reader} looks at such files from outside, while the
 * program runs or after it died. Writers and readers in other languages share the files. Those of
 * mmstats 0.8.0, which is format 1, are in {@link org.mmstats.v1}.
 *
 * <p>The module has native code. On Java 22 and later say so on the command line:
 * {@code --enable-native-access=org.mmstats}, or {@code =ALL-UNNAMED} where it is on the class
 * path.
 */
module org.mmstats {
    // sun.misc.Unsafe, before Java 22 only: see org.mmstats.internal.Memory.
    requires jdk.unsupported;

    exports org.mmstats;
    exports org.mmstats.v1;
}
