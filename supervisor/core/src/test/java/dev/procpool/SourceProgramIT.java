package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are started from their source: {@code java Foo.java}. Their classes are in memory only. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class SourceProgramIT {

    private static final String BODY = """
                try (Pool pool = Pool.open(1)) {
                    int offset = 1;
                    System.out.println(pool.map((Integer x) -> Kind.SQUARE.of(Helper.next(x)) + offset, List.of(1, 2)));
                    ProcessHandle.of(pool.workers().get(0).pid()).get().destroyForcibly();
                    System.out.println(pool.map((Integer x) -> new Pair(x, Kind.NEGATIVE.of(x)), List.of(1, 2)));
                }
                ChildProcess child = ChildProcess.of(() -> { System.out.println("child " + Helper.next(1)); return null; });
                child.start();
                child.join();
                try (ProcessQueue<Pair> pairs = ProcessQueue.create(); Pool pool = Pool.open(1)) {
                    pool.apply(x -> pairs.offer(new Pair(x, 2), Duration.ofSeconds(9)), 1);
                    System.out.println(pairs.get());
                }
            """;

    private static final String TYPES = """
            record Pair(int first, int second) {}
            enum Kind {
                SQUARE { int of(int x) { return x * x; } },
                NEGATIVE { int of(int x) { return -x; } };
                abstract int of(int x);
            }
            """;

    private static final String HELPER = "class Helper { static int next(int x) { return x + 1; } }\n";

    @TempDir
    Path directory;

    private String printed(Path home, String source) throws Exception {
        Path file = Files.writeString(directory.resolve("Foo.java"), source);
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(List.of(
                        home.resolve("bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(50, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended in time: %s", Files.readString(errors)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }

    @Test
    void aProgramWithALambdaAnEnumAndAHelperClassRuns() throws Exception {
        String source = "import dev.procpool.*;\nimport java.time.*;\nimport java.util.*;\npublic class Foo {\n" + TYPES
                + "    public static void main(String[] arguments) throws Exception {\n" + BODY + "    }\n}\n" + HELPER;

        assertThat(printed(Path.of(System.getProperty("java.home")), source))
                .isEqualTo(
                        "[5, 10]\n[Pair[first=1, second=-1], Pair[first=2, second=-2]]\nchild 2\nPair[first=1, second=2]\n");
    }

    @Test
    void aCompactSourceFileRuns() throws Exception {
        Optional<Path> home = InstalledJdk.of(version -> version >= 25);
        assumeThat(home).as("needs another JDK").isPresent();
        String source = "import dev.procpool.*;\nimport java.time.*;\n" + TYPES + "void main() throws Exception {\n"
                + BODY + "}\n" + HELPER;

        assertThat(printed(home.get(), source))
                .isEqualTo(
                        "[5, 10]\n[Pair[first=1, second=-1], Pair[first=2, second=-2]]\nchild 2\nPair[first=1, second=2]\n");
    }
}
