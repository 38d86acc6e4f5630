package org.mmstats.internal;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A program that has the package three times, and writes with each. */
final class Loaders {
    private Loaders() {}

    /**
     * Prints the count of each, which is 1.
     *
     * @param arguments the folder of the classes, and one to write to
     * @throws Exception where that fails
     */
    public static void main(String[] arguments) throws Exception {
        URL[] classes = {Path.of(arguments[0]).toUri().toURL()};
        List<URLClassLoader> loaders = new ArrayList<>();
        var counts = new StringJoiner(" ");
        for (int i = 0; i < 3; i++) {
            URLClassLoader loader =
                    new URLClassLoader(classes, ClassLoader.getPlatformClassLoader());
            loaders.add(loader);
            Class<?> writers = loader.loadClass("org.mmstats.v1.Writer");
            Object options = writers.getMethod("options", String.class).invoke(null, "test");
            Class<?> type = options.getClass();
            type.getMethod("path", Path.class).invoke(options, Path.of(arguments[1]));
            type.getMethod("filename", String.class).invoke(options, "loader-" + i);
            Object writer = type.getMethod("build").invoke(options);
            Object counter = writers.getMethod("counter", String.class).invoke(writer, "hits");
            writers.getMethod("createFile").invoke(writer);
            counter.getClass().getMethod("inc").invoke(counter);
            counts.add(counter.getClass().getMethod("get").invoke(counter).toString());
        }
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
        System.out.println(counts);
    }
}
