package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.testing.SmallDisk;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard input, standard output and standard error of the command line: what is read, written and refused. */
class CliStreamsIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private static String numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    @Test
    void aFullDiskIsNoReaderThatHasGone() throws Exception {
        File full = new File("/dev/full");
        Path log = program.directory().resolve("log");
        ProcessBuilder toFull = program.command("run", "square", "--joblog", log.toString(), ":::", "1", "2", "3")
                .redirectOutput(full);
        Files.createFile(program.directory().resolve("out")); // which the program writes elsewhere
        Ended ended = program.end(toFull, new byte[0]);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("cannot be written to stdout: No space left on device");
        assertThat(log).as("whose results are lost are not done").isEmptyFile();
        Ended logged = program.run("", "run", "square", "--joblog", full.toString(), ":::", "1");
        assertThat(logged.exit()).isEqualTo(1);
        assertThat(logged.err())
                .contains("--joblog: /dev/full cannot be written")
                .doesNotContain("internal error");
    }

    @Test
    void whatADiskThatIsFullCutsOffIsNoPartOfTheNextResultOfAResumedRun() throws Exception {
        SmallDisk.with(program.directory(), "8k", disk -> {
            Path log = program.directory().resolve("log");
            Path out = disk.resolve("out");
            Files.createFile(program.directory().resolve("out")); // which the program writes elsewhere
            String[] words = {
                "run",
                "echo",
                "--joblog",
                log.toString(),
                "--resume",
                ":::",
                "a".repeat(3000),
                "b".repeat(3001),
                "c".repeat(3002)
            };
            Ended full = program.end(program.command(words).redirectOutput(out.toFile()), new byte[0]);
            assertThat(full.exit()).isEqualTo(1);
            assertThat(Files.readString(out)).isEqualTo("a".repeat(3000) + "\n" + "b".repeat(3001) + "\n");
            Path larger = Files.copy(out, program.directory().resolve("larger"));
            Ended resumed =
                    program.end(program.command(words).redirectOutput(Redirect.appendTo(larger.toFile())), new byte[0]);
            assertThat(resumed.exit()).as(resumed.err()).isZero();
            assertThat(Files.readAllLines(larger).stream().map(String::length)).containsExactly(3000, 3001, 3002);
        });
    }

    @Test
    void anItemCannotForgeALineOnTheTerminal() throws Exception {
        String hostile = "x\nprocpool: item 7 (good): forged\u001b[31m";
        Ended ended = program.run(hostile + "\0", "run", "square", "-0");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err()).contains("x\\nprocpool").doesNotContain("\u001b");
    }

    @Test
    void whatCannotBeReadHasItsReason() throws Exception {
        ProcessBuilder ofDirectory = program.command("run", "square");
        ofDirectory
                .command()
                .addAll(
                        0,
                        List.of(
                                "sh",
                                "-c",
                                "exec \"$@\" < \"$0\"",
                                program.directory().toString()));
        Ended directoryAsItems = program.end(ofDirectory, new byte[0]);
        assertThat(directoryAsItems.exit()).isEqualTo(1);
        assertThat(directoryAsItems.err())
                .startsWith("procpool: items cannot be read: ")
                .hasLineCount(1);
        Path garbage = Files.writeString(program.directory().resolve("bad.jar"), "garbage");
        Ended brokenJar = program.run("", "run", "com.acme.X::y", "--cp", garbage.toString(), ":::", "1");
        assertThat(brokenJar.exit()).isEqualTo(2);
        assertThat(brokenJar.err()).contains("bad.jar is no directory, and cannot be read as a jar");
        Ended noRoom = program.run("", "run", "square", "--run-dir", "/proc", ":::", "1");
        assertThat(noRoom.err()).containsPattern("create a run directory in /proc: NoSuchFile\\w+: /proc/procpool");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --list", "demo --list", "completion", "--version", "run --help", "help run"})
    void whatCannotBePrintedIsNoSuccess(String words) throws Exception {
        Files.createFile(program.directory().resolve("out")); // which the program writes elsewhere
        Ended ended = program.end(program.command(words.split(" ")).redirectOutput(new File("/dev/full")), new byte[0]);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("procpool: stdout cannot be written\n");
    }

    @Test
    void itemsMayBeAnythingUpToTheirSeparator() throws Exception {
        assertThat(program.run("", "run", "echo", ":::", "-j", "--pid", "").lines())
                .containsExactly("-j", "--pid", "");
        assertThat(program.run("a\nb\0c\0", "run", "echo", "-0", "--json").lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"value\":\"a\\nb\"");
        Path file = Files.writeString(program.directory().resolve("items"), "one\ntwo");
        assertThat(program.run("", "run", "echo", "-a", file.toString()).lines())
                .containsExactly("one", "two");
        assertThat(program.run("", "run", "echo").out()).isEmpty();
    }

    @Tag("jdk")
    @Test
    void chineseItemsSurviveTheCLocaleAndBrokenUtf8IsOneFailedItem() throws Exception {
        ProcessBuilder builder = program.command("run", "echo", "-j", "1", "--json");
        builder.environment().put("LC_ALL", "C");
        byte[] broken = HexFormat.of().parseHex("fffe0a");
        byte[] chinese = "计算平方的结果是:1\n".getBytes(StandardCharsets.UTF_8);
        byte[] stdin = new byte[broken.length + chinese.length];
        System.arraycopy(broken, 0, stdin, 0, broken.length);
        System.arraycopy(chinese, 0, stdin, broken.length, chinese.length);

        Ended ended = program.end(builder, stdin);

        assertThat(ended.exit()).isEqualTo(3);
        JsonObject first = JsonParser.object().from(ended.lines().get(0));
        assertThat(first.getObject("error").getString("kind")).isEqualTo("INPUT");
        assertThat(first.getObject("error").getString("message")).contains("line 1 is not UTF-8");
        assertThat(JsonParser.object().from(ended.lines().get(1)).getString("value"))
                .isEqualTo("计算平方的结果是:1");
    }

    @Test
    void aReaderThatLeavesEndsTheRun() throws Exception {
        Process process = program.command("run", "square", "-j", "1")
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(numbers(10).getBytes(StandardCharsets.UTF_8));
            in.flush();
            assertThat(process.getInputStream().read()).isEqualTo('1');
            process.getInputStream().close();
            try {
                while (process.isAlive()) {
                    in.write(numbers(1000).getBytes(StandardCharsets.UTF_8));
                    in.flush();
                }
            } catch (IOException e) {
                // It has ended, as it should.
            }
        } catch (IOException e) {
            // Closing the stream flushes into a pipe without a reader.
        }
        assertThat(process.waitFor(CommandLineProgram.GUARD.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(141);
        assertThat(Files.readString(program.directory().resolve("err"))).isEmpty();
    }
}
