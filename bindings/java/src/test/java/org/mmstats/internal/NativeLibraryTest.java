package org.mmstats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.mmstats.Jvm;
import org.mmstats.agent.Agent;

/** Where native code is loaded from, each in a virtual machine of its own. */
class NativeLibraryTest {
    /** One for each format. */
    private static final List<Class<?>> WORKOUTS = List.of(Workout.class, FamilyWorkout.class);

    private static final String FOLDER = System.getProperty("mmstats.native");
    private static final String CLASSES = System.getProperty("mmstats.classes");
    private static final String FILE = System.mapLibraryName("mmstats_jni");

    /** What the agent prints; before it the virtual machine may warn of what it tried to load. */
    private static final String SUCCESS = "(?s).*ready\nwrote \\d+\n";

    /** Memory may allow no code. */
    @TempDir(factory = TempDirFactory.Standard.class)
    Path folder;

    /** Of stats files. */
    @TempDir Path files;

    /** The agent writes a file, and ends with its input: at once. */
    private Jvm.Ended write(Jvm jvm) throws IOException, InterruptedException {
        return jvm.run(Agent.class, "live-write", files.resolve("live.mmstats").toString());
    }

    private void assertWrites(Jvm jvm) throws IOException, InterruptedException {
        Jvm.Ended ended = write(jvm);
        assertTrue(ended.output().matches(SUCCESS), ended.output());
    }

    private static Jvm libraryPath(Path path) {
        return Jvm.same().with("-Djava.library.path=" + path);
    }

    @Test
    void comesFromTheJarAndLeavesNothingBehind() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        assertWrites(Jvm.same().with("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"));
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void comesFromTheLibraryPathFirst() throws IOException, InterruptedException {
        // No other folder would do.
        String nowhere = folder.resolve("nowhere").toString();
        assertWrites(
                libraryPath(Path.of(FOLDER))
                        .with("-Djava.io.tmpdir=" + nowhere, "-Duser.home=" + nowhere));
    }

    @Test
    void whatIsNoLibraryOnTheLibraryPathIsPassedBy() throws IOException, InterruptedException {
        Files.writeString(folder.resolve(FILE), "no library");
        assertWrites(libraryPath(folder));
    }

    @Test
    void aLibraryOfAnotherVersionIsRefused() throws IOException, InterruptedException {
        Path other = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("java"));
        Files.copy(other, folder.resolve(FILE));
        Jvm.Ended ended = write(libraryPath(folder));
        assertEquals(1, ended.status());
        assertTrue(ended.output().contains("of another version than this jar"), ended.output());
    }

    @Test
    void eachClassLoaderHasItsOwn() throws IOException, InterruptedException {
        for (String path : List.of("/nowhere", FOLDER)) {
            Jvm.Ended ended =
                    libraryPath(Path.of(path)).run(Loaders.class, CLASSES, folder.toString());
            assertEquals("1 1 1", ended.output().strip());
        }
    }

    /**
     * As a virtual machine for which the folders given are mounted noexec, with what is in them: it
     * may be this very program.
     */
    private static Jvm noexec(Jvm jvm, Path... folders) throws IOException, InterruptedException {
        var mounts = new StringBuilder();
        for (Path noexec : folders) {
            mounts.append("mount --bind '%1$s' '%1$s' && ".formatted(noexec));
            mounts.append("mount -o remount,bind,noexec '%s' && ".formatted(noexec));
        }
        int tried = new ProcessBuilder(unshared(mounts + "true")).start().waitFor();
        assumeTrue(tried == 0, "nothing may be mounted here: not tried with a noexec folder");
        return jvm.behind(unshared(mounts + "exec \"$@\""));
    }

    /** A script in a namespace of mounts of its own; all that follows is its arguments. */
    private static String[] unshared(String script) {
        return new String[] {"unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"};
    }

    @Test
    void aTemporaryFolderThatForbidsCodeIsPassedBy() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path runtime = Files.createDirectory(folder.resolve("runtime"));
        Jvm jvm = Jvm.same().with("-Djava.io.tmpdir=" + temporary);
        assertWrites(noexec(jvm.variable("XDG_RUNTIME_DIR", runtime.toString()), temporary));
    }

    @Test
    void whereNoFolderAllowsCodeItSaysWhatWasTried() throws IOException, InterruptedException {
        Path none = Files.createDirectory(folder.resolve("none"));
        Path[] all = {none, Path.of("/var/tmp"), Path.of("/dev/shm")};
        Jvm.Ended ended = write(noexec(everywhere(none), all));
        assertEquals(1, ended.status(), ended.output());
        for (String expected :
                List.of(
                        "java.library.path: ",
                        none + ": ",
                        none + "/.cache: ",
                        "/var/tmp: ",
                        "/dev/shm: ",
                        "-D" + NativeLibrary.FOLDER_PROPERTY + "=FOLDER")) {
            assertTrue(ended.output().contains(expected), ended.output());
        }
        Path given = Files.createDirectory(folder.resolve("given"));
        String option = "-D" + NativeLibrary.FOLDER_PROPERTY + "=" + given;
        assertWrites(noexec(everywhere(none).with(option), all));
    }

    /** Where each folder that is tried is this one, but for those that are always tried. */
    private static Jvm everywhere(Path folder) {
        return Jvm.same()
                .with("-Djava.io.tmpdir=" + folder, "-Duser.home=" + folder)
                .variable("XDG_RUNTIME_DIR", folder.toString())
                .variable("XDG_CACHE_HOME", folder.toString());
    }

    @Test
    void theVirtualMachineHasNothingToSayOfItsUseOfJni() throws IOException, InterruptedException {
        for (Class<?> workout : WORKOUTS) {
            Path own = Files.createDirectory(files.resolve(workout.getSimpleName()));
            Jvm.Ended ended =
                    Jvm.same()
                            .with("-Xcheck:jni")
                            .variable("MMSTATS_PATH", own.toString())
                            .run(workout);
            assertEquals("done", ended.output().strip());
        }
    }

    /** A Java that refuses native code which isn't enabled, as later ones will, where it can. */
    private static Jvm strict(Path home) {
        Jvm jvm = Jvm.of(home.toString());
        return canDeny(home) ? jvm.with("--illegal-native-access=deny") : jvm;
    }

    private static boolean canDeny(Path home) {
        return Jvm.feature(home) >= 24;
    }

    private static Jvm module(Path home) {
        String agent = Path.of(CLASSES).resolveSibling("test-classes").toString();
        return strict(home)
                .with("--module-path", CLASSES, "--add-modules", "org.mmstats", "-cp", agent);
    }

    @Test
    void worksOnTheModulePathOfTheNewestJava() throws IOException, InterruptedException {
        Path home = Jvm.newest();
        System.out.println("newest Java: " + Jvm.feature(home) + " (" + home + ")");
        assertWrites(module(home).with("--enable-native-access=org.mmstats"));
        if (canDeny(home)) {
            Jvm.Ended ended = write(module(home));
            assertEquals(1, ended.status());
            assertTrue(
                    ended.output().contains("--enable-native-access=org.mmstats"), ended.output());
        }
    }

    @Test
    void worksOnTheClassPathOfTheNewestJava() throws IOException, InterruptedException {
        for (Class<?> workout : WORKOUTS) {
            Path own = Files.createDirectory(files.resolve(workout.getSimpleName()));
            Jvm.Ended ended =
                    strict(Jvm.newest())
                            .with("-cp", System.getProperty("java.class.path"))
                            .with("--enable-native-access=ALL-UNNAMED")
                            .variable("MMSTATS_PATH", own.toString())
                            .run(workout);
            assertEquals("done", ended.output().strip());
        }
    }
}
