package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StepLinesTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aStepThatTakesLongGetsDots() {
        try (StepLines steps = new StepLines(out)) {
            steps.begin("first");
            CommandLineProgram.await(() -> printed().contains(" . ."));
            steps.begin("second");
        }

        assertThat(printed().lines().toList()).hasSize(2).satisfies(lines -> {
            assertThat(lines.get(0)).matches("first( \\.){2,}");
            assertThat(lines.get(1)).startsWith("second");
        });
        assertThat(printed()).endsWith("\n");
    }

    @Test
    void nothingIsPrintedWithoutAStep() {
        try (StepLines steps = new StepLines(out)) {
            steps.end();
        }

        assertThat(printed()).isEmpty();
    }
}
