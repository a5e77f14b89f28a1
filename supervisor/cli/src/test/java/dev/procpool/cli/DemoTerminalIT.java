package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A demo on a terminal, where it waits for a guess. */
class DemoTerminalIT {

    private static final int SIGINT_EXIT = 130;
    private static final String QUESTION = "Your guess (a, b or c), then Enter: ";

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private PseudoTerminal terminal;

    @BeforeEach
    void openTerminal() {
        terminal = new PseudoTerminal(program, 120);
    }

    private Process start(String demo) throws Exception {
        return terminal.command("exec \"$@\"", Map.of(), "demo", demo, "--lang", "en")
                .start();
    }

    private void type(Process process, String keys) throws Exception {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private boolean isAsked() {
        return terminal.sent().contains(QUESTION);
    }

    @ParameterizedTest
    @CsvSource({
        "'b\n', 'You said b: right.'",
        "'C \n', 'You said c, and it is b.'",
        "'\n', The answer is b.",
        "'\u0004', The answer is b."
    })
    void theGuessIsWaitedForAndJudged(String keys, String judgement) throws Exception {
        Process process = start("counter");
        CommandLineProgram.await(this::isAsked);
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("goes on alone").isFalse();
        assertThat(terminal.sent()).endsWith(QUESTION);

        type(process, keys);

        assertThat(program.end(process).exit()).as(terminal.sent()).isZero();
        assertThat(terminal.screen()).contains("RUN", "SEE", "  " + judgement, "WHY", "TRY");
    }

    @ParameterizedTest
    @CsvSource({"'', 'Your guess'", "'b\n', '… imap of'"})
    void anInterruptLeavesNoProcess(String keys, String shown) throws Exception {
        Process process = start("order");
        CommandLineProgram.await(this::isAsked);
        type(process, keys);
        CommandLineProgram.await(() -> terminal.sent().contains(shown));
        List<ProcessHandle> processes = process.descendants().toList();

        type(process, "\u0003");

        assertThat(program.end(process).exit()).as(terminal.sent()).isEqualTo(SIGINT_EXIT);
        CommandLineProgram.await(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void aRunWithoutWaitingAsksNothing() throws Exception {
        Process process = terminal.command("exec \"$@\"", Map.of(), "demo", "squares", "--lang", "en", "--no-wait")
                .start();

        assertThat(program.end(process).exit()).as(terminal.sent()).isZero();
        assertThat(terminal.sent()).doesNotContain("Your guess").contains("pid ");
    }
}
