package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.task.TaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks of the command line that report their progress. */
class CliProgressIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Test
    void anItemThatGetsNoFurtherIsKilledAndSaysWhereItWas() throws Exception {
        Ended ended = program.run(
                "", "run", CliProgressIT.class.getName() + "::work", "-j2", "--stall-timeout", "1s", ":::", "30", "60");

        assertThat(ended.exit()).isEqualTo(ExitCodes.ITEMS_FAILED);
        assertThat(ended.lines()).containsExactly("60");
        assertThat(ended.err()).hasLineCount(1).contains("item 0 ", "made no progress for 1s, at 30 of 60;");
    }

    /** Makes a number of steps of 50 ms, and stands still if these are fewer than 60; run in workers. */
    public static int work(int steps) throws InterruptedException {
        for (int i = 1; i <= steps; i++) {
            TaskContext.progress(i, 60);
            Thread.sleep(50);
        }
        if (steps < 60) {
            Thread.sleep(60_000);
        }
        return steps;
    }
}
