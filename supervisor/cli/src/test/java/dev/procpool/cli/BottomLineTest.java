package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BottomLineTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final BottomLine line = new BottomLine(terminal, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(line, true, StandardCharsets.UTF_8);

    /** The characters since the last call. */
    private String sent() {
        String sent = terminal.toString(StandardCharsets.UTF_8);
        terminal.reset();
        return sent;
    }

    @Test
    void withoutALineTextIsSentAsItIs() {
        err.println("a message");
        err.printf("%d of %d%n", 1, 2);

        assertThat(sent()).isEqualTo("a message\n1 of 2\n");
    }

    @Test
    void aShorterLineCoversALongerOne() {
        line.show("50%", 3);
        assertThat(sent()).isEqualTo("\r50%");

        line.show("9%", 2);
        assertThat(sent()).isEqualTo("\r9% ");

        line.clear();
        assertThat(sent()).isEqualTo("\r  \r");
    }

    @Test
    void textErasesTheLineFirst() {
        line.show("50%", 3);
        sent();

        err.println("a message");

        assertThat(sent()).startsWith("\r   \ra message\n");
    }

    @Test
    void theLineStaysAwayWhileTheLastLineHasNoEnd() {
        line.show("50%", 3);
        sent();

        err.print("half a");
        line.show("60%", 3);
        assertThat(sent()).isEqualTo("\r   \rhalf a");

        err.println(" message");
        line.show("70%", 3);
        assertThat(sent()).startsWith(" message\n").endsWith("\r70%");
    }

    @Test
    void resultsOnTheSameTerminalEraseTheLineToo() throws IOException {
        OutputStream results = line.above(terminal);
        line.show("50%", 3);
        sent();

        results.write("1\n4\n".getBytes(StandardCharsets.UTF_8));

        assertThat(sent()).startsWith("\r   \r1\n4\n");
    }

    @Test
    void nothingIsShownOnceItIsCleared() {
        line.show("50%", 3);
        line.clear();
        sent();

        err.println("the end");

        assertThat(sent()).isEqualTo("the end\n");
    }
}
