package org.mmstats.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;

/**
 * Loads the native methods, once for each class loader that has this class: from java.library.path,
 * else from the jar by way of a file of its own.
 *
 * <p>A virtual machine takes a file for one class loader only. So a second one that finds the
 * library on java.library.path goes on to the jar; and the files from there have names of their
 * own.
 *
 * <p>A temporary folder may forbid code (a file system mounted noexec), which shows when the file
 * is loaded. Then others are tried. Wherever it was, the file is removed at once: what is loaded
 * stays.
 */
public final class NativeLibrary {
    /** Counts the changes of the native methods: code of another number is none of ours. */
    static final int ABI = 2;

    /** A folder to put the library into, before all others. */
    static final String FOLDER_PROPERTY = "org.mmstats.native.folder";

    private static final String NAME = "mmstats_jni";
    private static final String FILE = System.mapLibraryName(NAME);

    /** Why the native methods aren't there; null where they are. */
    private static final MmStatsException FAILURE = load();

    private NativeLibrary() {}

    /** Does nothing where the native methods are there, and else says why they aren't. */
    public static void require() {
        if (FAILURE != null) {
            throw new MmStatsException(FAILURE.cause(), FAILURE.getMessage(), FAILURE);
        }
    }

    private static MmStatsException load() {
        try {
            List<String> tried = new ArrayList<>();
            if (isLoadedByName(tried) || isLoadedFromJar(folders(), tried)) {
                checkAbi();
                return null;
            }
            return notLoaded(tried);
        } catch (IllegalCallerException e) {
            String message =
                    "native code is not enabled: run Java with --enable-native-access=org.mmstats,"
                            + " or =ALL-UNNAMED for the class path";
            return new MmStatsException(Cause.PERMISSION, message, e);
        } catch (MmStatsException e) {
            return e;
        }
    }

    static MmStatsException notLoaded(List<String> tried) {
        String message =
                "can't load the native code of mmstats; tried:\n  "
                        + String.join("\n  ", tried)
                        + "\nGive a folder that code may be loaded from with -D"
                        + FOLDER_PROPERTY
                        + "=FOLDER, or one that has "
                        + FILE
                        + " with -Djava.library.path=FOLDER";
        return new MmStatsException(Cause.IO, message);
    }

    private static void checkAbi() {
        int found;
        try {
            found = abi();
        } catch (UnsatisfiedLinkError e) {
            found = 0;
        }
        if (found != ABI) {
            String message =
                    "expected "
                            + FILE
                            + " with native methods of number "
                            + ABI
                            + ", found "
                            + found
                            + ": it is of another version than this jar; remove it from"
                            + " java.library.path, or put that of this version there";
            throw new MmStatsException(Cause.UNKNOWN_VERSION, message);
        }
    }

    private static native int abi();

    private static boolean isLoadedByName(List<String> tried) {
        try {
            System.loadLibrary(NAME);
            return true;
        } catch (UnsatisfiedLinkError e) {
            tried.add("java.library.path: " + e.getMessage());
            return false;
        }
    }

    /** Where a file of code may go, the most usual first. */
    static Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        add(folders, System.getProperty(FOLDER_PROPERTY), "");
        add(folders, System.getProperty("java.io.tmpdir"), "");
        add(folders, System.getenv("XDG_RUNTIME_DIR"), "");
        add(folders, System.getenv("XDG_CACHE_HOME"), "");
        add(folders, System.getProperty("user.home"), ".cache");
        add(folders, System.getProperty("user.home"), "");
        add(folders, "/var/tmp", "");
        add(folders, "/dev/shm", "");
        return folders;
    }

    private static void add(Set<Path> folders, String folder, String below) {
        if (folder != null && !folder.isEmpty()) {
            folders.add(Path.of(folder, below));
        }
    }

    /** Loads the library of the jar by way of the first folder that allows it. */
    static boolean isLoadedFromJar(Set<Path> folders, List<String> tried) {
        String resource =
                "/org/mmstats/native/"
                        + System.getProperty("os.name")
                        + "-"
                        + System.getProperty("os.arch")
                        + "/"
                        + FILE;
        for (Path folder : folders) {
            try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
                if (library == null) {
                    tried.add("the jar: it has no " + resource);
                    return false;
                }
                loadFrom(folder, library);
                return true;
            } catch (IOException | UnsatisfiedLinkError e) {
                tried.add(folder + ": " + e);
            }
        }
        return false;
    }

    private static void loadFrom(Path folder, InputStream library) throws IOException {
        // For its owner only, under a name that nobody can know before.
        Path file = Files.createTempFile(folder, "mmstats-", ".so");
        try {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                library.transferTo(out);
            }
            System.load(file.toAbsolutePath().toString());
        } finally {
            Files.delete(file);
        }
    }
}
