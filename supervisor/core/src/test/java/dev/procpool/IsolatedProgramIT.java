package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that another one runs in a class loader of its own, procpool and all, as {@code mvn exec:java} does: the
 * class path of the JVM has nothing of it, and main runs in a thread of a group of its own.
 */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class IsolatedProgramIT {

    private static final String LAUNCHER = """
            import java.net.*;
            import java.nio.file.*;
            import java.util.*;

            public class Launcher {
                public static void main(String[] words) throws Exception {
                    List<URL> urls = new ArrayList<>();
                    for (String entry : words[0].split(java.io.File.pathSeparator)) {
                        urls.add(Path.of(entry).toUri().toURL());
                    }
                    URLClassLoader loader =
                            new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
                    ThreadGroup group = new ThreadGroup(words[1]);
                    Thread main = new Thread(group, () -> {
                        try {
                            Class.forName(words[1], true, loader)
                                    .getMethod("main", String[].class)
                                    .invoke(null, (Object) new String[0]);
                        } catch (Exception e) {
                            e.printStackTrace();
                            System.exit(1);
                        }
                    }, words[1] + ".main()");
                    main.setContextClassLoader(loader);
                    main.start();
                    main.join();
                    loader.close();
                }
            }
            """;

    private static final String PROGRAM = """
            import dev.procpool.*;
            import dev.procpool.task.Shared;
            import java.util.*;

            public class Program {
                enum Kind { SQUARE { int of(int x) { return x * x; } }; abstract int of(int x); }
                record Pair(int first, int second) {}

                public static void main(String[] arguments) throws Exception {
                    try (Pool pool = Pool.open(1)) {
                        int offset = 1;
                        System.out.println(pool.map((Integer x) -> Kind.SQUARE.of(Helper.next(x)) + offset, List.of(1, 2)));
                        ProcessHandle.of(pool.workers().get(0).pid()).get().destroyForcibly();
                        System.out.println(pool.map((Integer x) -> new Pair(x, -x), List.of(1, 2)));
                        Shared<List<String>> names = pool.share(List.of("zero", "one"));
                        System.out.println(pool.map((Integer x) -> names.get().get(x), List.of(1, 0)));
                    }
                    ChildProcess child = ChildProcess.of(() -> { System.out.println("child " + Helper.next(1)); return null; });
                    child.start();
                    child.join();
                }
            }

            class Helper { static int next(int x) { return x + 1; } }
            """;

    @TempDir
    Path directory;

    @Test
    void aProgramOfAnIsolatedClassLoaderRuns() throws Exception {
        Path launcher = PlugIn.compile(directory, Map.of("Launcher.java", LAUNCHER));
        Path program = PlugIn.compile(directory, Map.of("Program.java", PROGRAM));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");

        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        launcher.toString(),
                        "Launcher",
                        program + File.pathSeparator + System.getProperty("java.class.path"),
                        "Program"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(50, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).as("ended in time: %s", Files.readString(errors)).isTrue();
        assertThat(Files.readString(output))
                .as(Files.readString(errors))
                .isEqualTo("[5, 10]\n[Pair[first=1, second=-1], Pair[first=2, second=-2]]\n[one, zero]\nchild 2\n");
        assertThat(process.exitValue()).isZero();
    }
}
