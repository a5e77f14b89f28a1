package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/examples and docs/from-python.md are compiled and run. */
@ExtendWith(Leftovers.class)
class ExamplesIT {

    /** A program in Python and the same in Java, right after each other. */
    private static final Pattern PAIR = Pattern.compile("```python\\n(.*?)```\\s+```java\\n(.*?)```", Pattern.DOTALL);

    private static final String NEXT = "---";

    @TempDir
    Path directory;

    private Programs programs;

    @BeforeEach
    void prepare() {
        programs = new Programs(directory);
    }

    private List<String> run(String example) throws Exception {
        programs.compile(Programs.ofRepository("docs/examples/" + example + ".java"));
        return programs.java(example);
    }

    @Test
    void aChildUpperCasesTheWordsOfAPipeUntilItsEnd() throws Exception {
        assertThat(run("UpperCase"))
                .containsExactly(
                        "parent: hello -> HELLO",
                        "parent: world -> WORLD",
                        "child: no more words",
                        "parent: the child has ended with 0");
    }

    @Test
    void theWorkersOfAPoolTellTheirPidsThroughAQueue() throws Exception {
        List<String> lines = run("WorkerPids");

        assertThat(lines.get(0)).isEqualTo("squares: [1, 4, 9, 16, 25, 36, 49, 64, 81]");
        assertThat(lines.subList(1, lines.size() - 1))
                .isNotEmpty()
                .allMatch(line -> line.matches("worker \\d+ did \\d items"));
        assertThat(lines.subList(1, lines.size() - 1).stream()
                        .mapToInt(line -> Integer.parseInt(line.split(" ")[3]))
                        .sum())
                .isEqualTo(9);
        assertThat(lines.get(lines.size() - 1)).matches("this program is \\d+, and did none");
    }

    @Test
    void aProducerAndConsumersShareAQueueThatCanBeJoined() throws Exception {
        assertThat(run("ProducerConsumers"))
                .containsExactly(
                        "all items are done: true",
                        "1 squared is 1",
                        "2 squared is 4",
                        "3 squared is 9",
                        "4 squared is 16",
                        "5 squared is 25",
                        "6 squared is 36");
    }

    @Test
    void aListenerDrawsAProgressBar() throws Exception {
        assertThat(run("ProgressBar"))
                .contains("primes: [78498, 41538, 148933, 9592]")
                .contains("[" + "#".repeat(40) + "] 100%")
                .anyMatch(line -> line.matches("\\[#+ +] +\\d+%"));
    }

    @Test
    void aProcessThatIsKilledLeavesNothingLockedHere() throws Exception {
        assertThat(run("Killed"))
                .containsExactly(
                        "lock: got by the next one within 5 s: true, abandoned: true",
                        "queue: the next get: item",
                        "event: frozen in 0 of 10");
    }

    @Test
    void aProcessThatIsKilledLeavesALockAndAQueueUnusableInPython() throws Exception {
        assumeTrue(Programs.hasPython(), "needs python3");

        List<String> lines = programs.python(Programs.ofRepository("docs/examples/killed.py"));

        assertThat(lines).hasSize(3);
        assertThat(lines.subList(0, 2))
                .containsExactly(
                        "lock: got by the next one within 5 s: False",
                        "queue: the next get: Empty, though its size is 1");
        assertThat(lines.get(2)).as("by chance").matches("event: frozen in \\d+ of 10");
    }

    @Test
    void thePairsOfProgramsPrintTheSame() throws Exception {
        assumeTrue(Programs.hasPython(), "needs python3");
        StringBuilder source = new StringBuilder("""
                import dev.procpool.*;
                import dev.procpool.task.*;
                import java.nio.*;
                import java.nio.file.*;
                import java.time.*;
                import java.util.*;
                import java.util.concurrent.*;
                import java.util.stream.*;
                public class Pairs {
                    public static void main(String[] args) throws Exception {
                """);
        List<List<String>> python = new ArrayList<>();
        for (var pair : PAIR.matcher(Files.readString(Programs.ofRepository("docs/from-python.md")))
                .results()
                .toList()) {
            Path script = Files.writeString(directory.resolve("pair" + python.size() + ".py"), pair.group(1));
            python.add(programs.python(script));
            source.append("{\n").append(pair.group(2)).append("}\nSystem.out.println(\"" + NEXT + "\");\n");
        }
        programs.compile(Files.writeString(directory.resolve("Pairs.java"), source + "}\n}\n"));

        assertThat(split(programs.java("Pairs"))).hasSizeGreaterThanOrEqualTo(3).isEqualTo(python);
    }

    private static List<List<String>> split(List<String> lines) {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        for (String line : lines) {
            if (line.equals(NEXT)) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(line);
            }
        }
        return parts;
    }
}
