package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final CommandLine commandLine = Main.commandLine(
            Terminal.of(InputStream.nullInputStream(), stream, stream, Path.of(""), (name, handler) -> {}));

    @Test
    void aloneItShowsItsHelp() {
        int exit = commandLine.execute();

        assertThat(exit).isEqualTo(ExitCodes.OK);
        assertThat(text()).startsWith("Usage: procpool").contains("Examples:", "procpool run ");
    }

    @Test
    void everyCommandTellsTheVersion() {
        List<String> commands = commandLine.getSubcommands().keySet().stream()
                .filter(name -> !name.equals("help"))
                .toList();

        assertThat(commands).contains("run", "demo").allSatisfy(name -> {
            out.reset();
            assertThat(commandLine.execute(name, "-V")).isEqualTo(ExitCodes.OK);
            assertThat(text()).startsWith("procpool ").contains("Java " + Runtime.version());
        });
    }

    @Test
    void anItemThatBeginsWithAnAtSignIsNoFileWithArguments(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("words"), "other words");

        int exit = commandLine.execute("exec", "--dry-run", "echo", ":::", "@" + file);

        assertThat(exit).isEqualTo(ExitCodes.OK);
        assertThat(text()).isEqualTo("echo @" + file + "\n");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
