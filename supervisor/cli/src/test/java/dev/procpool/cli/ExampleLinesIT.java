package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The programs of docs/examples, started by the lines of its README. */
class ExampleLinesIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private List<String> run(String file) throws Exception {
        return new ExampleLines(program.directory()).run(file);
    }

    @Test
    void aChildUpperCasesTheWordsOfAPipeUntilItsEnd() throws Exception {
        assertThat(run("UpperCase.java"))
                .containsExactly(
                        "parent: hello -> HELLO",
                        "parent: world -> WORLD",
                        "child: no more words",
                        "parent: the child has ended with 0");
    }

    @Test
    void theWorkersOfAPoolTellTheirPidsThroughAQueue() throws Exception {
        List<String> lines = run("WorkerPids.java");

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
        assertThat(run("ProducerConsumers.java"))
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
        var ended = new ExampleLines(program.directory()).end("ProgressBar.java");

        assertThat(ended.lines()).containsExactly("primes: [78498, 41538, 148933, 9592]");
        assertThat(ended.err().strip().split("\r"))
                .contains("[" + "#".repeat(40) + "] 100%")
                .anyMatch(line -> line.matches("\\[#+ +] +\\d+%"));
    }

    @Test
    void aProcessThatIsKilledLeavesNothingLockedHere() throws Exception {
        assertThat(run("Killed.java"))
                .containsExactly(
                        "lock: got by the next one within 5 s: true, abandoned: true",
                        "queue: the next get: item",
                        "event: frozen in 0 of 10");
    }

    @Test
    void aProcessThatIsKilledLeavesALockAndAQueueUnusableInPython() throws Exception {
        List<String> lines = run("killed.py");

        assertThat(lines).hasSize(3);
        assertThat(lines.subList(0, 2))
                .containsExactly(
                        "lock: got by the next one within 5 s: False",
                        "queue: the next get: Empty, though its size is 1");
        assertThat(lines.get(2)).as("by chance").matches("event: frozen in \\d+ of 10");
    }
}
