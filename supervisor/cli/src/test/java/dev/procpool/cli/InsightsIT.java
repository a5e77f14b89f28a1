package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The insights of runs of which each has another reason not to be faster. */
class InsightsIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private List<String> insights(String stdin, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("run", "--insights"));
        all.addAll(List.of(words));
        Ended ended = program.run(stdin, all.toArray(new String[0]));
        assertThat(ended.exit()).as(ended.err()).isZero();
        return ended.err().lines().toList();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void theStartOfWorkersTookLongerThanTheItem() throws Exception {
        List<String> lines = insights("", "square", "-j1", ":::", "3");

        assertThat(last(lines)).startsWith("procpool: the start of the workers took ");
        assertThat(lines.get(0))
                .matches("procpool: 1 item in .*s, .*/.* after a start of .*s; 0 failed, 0 retries, 0 workers died");
        assertThat(lines.get(1)).contains("1 worker ran items for ", "; 1 chunk");
    }

    @Test
    void thereWereFewerItemsThanWorkers() throws Exception {
        List<String> lines = insights("", "sleep", "-j3", ":::", "12", "12");

        assertThat(last(lines)).startsWith("procpool: there were 2 items for 3 workers: ");
    }

    @Test
    void oneItemWasSlowWhileAnotherWorkerHadNothing() throws Exception {
        List<String> lines = insights("", "sleep", "-j2", ":::", "0.1", "15", "0.2");

        assertThat(last(lines)).startsWith("procpool: item 1 ran for 15s of ");
        assertThat(lines)
                .anyMatch(line -> line.matches("procpool: slowest: item 1 \\(15\\) 15s, item 2 \\(0.2\\) 2.*"));
    }

    @Test
    void itemsWereQuickerRunThanMoved() throws Exception {
        String items = IntStream.range(0, 30_000).mapToObj(i -> i + "\n").collect(Collectors.joining());

        List<String> lines = insights(items, "echo", "-j1", "--buffer", "1");

        assertThat(last(lines)).matches("procpool: an item ran for .*µs, which is less than it takes to move it .*");
    }

    @Test
    void theWorkersWereWellUsed() throws Exception {
        List<String> lines = insights("", "sleep", "-j2", ":::", "6", "6", "6", "6");

        assertThat(last(lines)).startsWith("procpool: the workers were well used: ");
    }

    @Test
    void failuresRetriesAndDeathsAreCounted() throws Exception {
        Ended ended = program.run("", "run", "chaos", "--insights", "-j1", "--retries", "1", ":::", "exit:7", "ok");

        assertThat(ended.exit()).isEqualTo(ExitCodes.ITEMS_FAILED);
        assertThat(ended.err()).contains("; 1 failed, 1 retry, 2 workers died");
    }
}
