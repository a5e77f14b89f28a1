package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demos whose processes die, each as a command line of its own. */
class DemoIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private JsonObject factsOf(String demo) throws Exception {
        Ended ended = program.run("", "demo", demo, "--json");

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.lines()).hasSize(1);
        JsonObject told = JsonParser.object().from(ended.lines().get(0));
        assertThat(told.getString("demo")).isEqualTo(demo);
        assertThat(told.getBoolean("shown")).isTrue();
        assertThat(ended.err()).isEmpty();
        return told.getObject("facts");
    }

    @Test
    void theFirstFourShowTheirTruth() throws Exception {
        for (String demo : List.of("squares", "order", "join", "counter")) {
            assertThat(factsOf(demo)).isNotEmpty();
        }
        assertThat(program.run("", "demo", "counter", "--lang", "en").out()).contains("PREDICT", "RUN", "SEE", "WHY");
        assertThat(program.run("", "demo", "--list", "--lang", "zh").out()).contains("线程共享静态变量");
    }

    @Test
    void blastTakesOneWorkerEachAndAsThreadsTheWholeJvm() throws Exception {
        JsonObject facts = factsOf("blast");

        assertThat(facts.getString("exit")).endsWith(": WorkerDiedException, exit code 7");
        assertThat(facts.getString("halt")).endsWith(": WorkerDiedException, exit code 9");
        assertThat(facts.getString("oom")).contains(": WorkerOutOfMemoryException, ");
        assertThat(facts.getString("segv")).contains(": WorkerDiedException, ").endsWith(", SIGSEGV");
        assertThat(facts.getString("stack")).endsWith(": StackOverflowError");
        assertThat(facts.getString("ok")).endsWith(": ok");
        assertThat(facts.getString("neighbour")).endsWith(": done");
        assertThat(facts.getString("threadsJvm")).endsWith(": exit code 7");
        assertThat(facts.getString("threadsNeighbour")).isEqualTo("begun");
    }

    @Test
    void runawayIsKilledInAProcessAndNotInAThread() throws Exception {
        JsonObject facts = factsOf("runaway");

        assertThat(facts.getString("cancelled")).startsWith("true");
        assertThat(facts.getString("frame")).startsWith("RunawayDemo.loop(RunawayDemo.java:");
        assertThat(facts.getString("killed")).endsWith("(isAlive() false)");
        assertThat(facts.getLong("replacement")).isPositive();
    }

    @Test
    void superviseGivesUpWithTheFirstDeathAndLeavesNoWorker() throws Exception {
        JsonObject facts = factsOf("supervise");

        assertThat(facts.getString("cause")).contains("more than 3 workers died", "exited with code 5");
        assertThat(facts.getString("left")).startsWith("0 ");
    }

    @Test
    void aDemoIsToldInChinese() throws Exception {
        Ended ended = program.run("", "demo", "runaway", "--lang", "zh");

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("PREDICT", "RUN", "SEE", "WHY", "线程：cancel(true) 的返回值: true", "接替它的工作进程号: ");
    }

    @Test
    void theListHasOneLineForEachDemo() throws Exception {
        Ended ended = program.run("", "demo", "--list");

        assertThat(ended.lines().stream().map(line -> line.split(" ", 2)[0]))
                .containsExactly("squares", "order", "join", "counter", "blast", "runaway", "supervise");
    }
}
