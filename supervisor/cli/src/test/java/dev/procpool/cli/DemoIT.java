package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.tasks.command.ShellLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Demos as a reader sees them, and the commands that they propose. */
class DemoIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Test
    void aDemoIsToldInTheLanguageOfTheEnvironment() throws Exception {
        ProcessBuilder command = program.command("demo", "runaway");
        command.command().add(1, "-Duser.language=zh"); // so the launcher does for LANG=zh_CN.UTF-8
        command.environment().put("LC_ALL", "C.UTF-8");
        Ended ended = program.end(command, new byte[0]);

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.lines()).contains("预测", "运行", "观察", "解释", "试一试", "  答案是 c。");
        assertThat(ended.lines().stream()
                        .filter(line -> line.matches(".*[a-zA-Z]{3}.*"))
                        .filter(line -> !line.matches(".*\\p{IsHan}.*")))
                .as("lines in English, but for code")
                .containsExactly("  procpool run chaos --timeout 2s ::: spin ok");
        assertThat(program.run("", "demo", "--list", "--lang", "en").out()).contains("threads share static variables");
    }

    @ParameterizedTest
    @CsvSource({
        "squares, 0",
        "order, 0",
        "join, 0",
        "counter, 0",
        "lanes, 0",
        "pool-vs-process, 0",
        "backends, 0",
        "startup, 0",
        "crossover, 0",
        "queue, 0",
        "lock, 0",
        "blast, 3",
        "runaway, 3",
        "supervise, 3"
    })
    void theCommandToTryWorks(String demo, int exit) throws Exception {
        Path script = Files.createDirectory(program.directory().resolve("bin")).resolve("procpool");
        String words = ShellLine.of(program.command().command());
        Files.writeString(script, "#!/bin/sh\nexec " + words + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessBuilder command = program.command();
        command.command(List.of("bash", "-c", DemoTexts.in("en").get(demo + ".try")));
        command.environment().merge("PATH", script.getParent().toString(), (path, first) -> first + ":" + path);

        Ended ended = program.end(command, new byte[0]);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
        assertThat(ended.out() + ended.err()).isNotEmpty();
    }

    @Test
    void theListHasOneLineForEachDemo() throws Exception {
        Ended ended = program.run("", "demo", "--list");

        assertThat(ended.lines().stream().map(line -> line.split(" ", 2)[0]))
                .containsExactlyElementsOf(
                        DemoCommand.names().subList(0, DemoCommand.names().size() - 1));
    }
}
