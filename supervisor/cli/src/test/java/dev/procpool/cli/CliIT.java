package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.SmallDisk;
import java.io.File;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a process of its own, with real streams, signals and exit codes. */
class CliIT {

    @TempDir
    Path directory;

    private CommandLineProgram program;

    @BeforeEach
    void inDirectory() {
        program = new CommandLineProgram(directory);
    }

    @AfterEach
    void nothingIsLeft() {
        CommandLineProgram.assertNothingIsLeft();
    }

    private ProcessBuilder command(String... words) {
        return program.command(words);
    }

    private Ended run(String stdin, String... words) throws Exception {
        return program.run(stdin, words);
    }

    private Ended end(ProcessBuilder builder, byte[] stdin) throws Exception {
        return program.end(builder, stdin);
    }

    private static String numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    /** A square that takes so long that no worker can do those of one that still wakes up. */
    public static int unhurriedSquare(int x) throws InterruptedException {
        Thread.sleep(2);
        return x * x;
    }

    @Tag("jdk")
    @Test
    void printsSquaresInOrderWithThePidsOfFourWorkers() throws Exception {
        Ended ended = run(numbers(100), "run", CliIT.class.getName() + "::unhurriedSquare", "-j", "4", "--pid");

        assertThat(ended.exit()).as(ended.err()).isZero();
        Set<String> pids = new HashSet<>();
        for (int i = 1; i <= 100; i++) {
            String[] columns = ended.lines().get(i - 1).split("\t");
            pids.add(columns[0]);
            assertThat(columns[1]).isEqualTo(Integer.toString(i * i));
        }
        assertThat(pids).hasSize(4);
    }

    @Test
    void aFullDiskIsNoReaderThatHasGone() throws Exception {
        File full = new File("/dev/full");
        Path log = directory.resolve("log");
        ProcessBuilder toFull = command("run", "square", "--joblog", log.toString(), ":::", "1", "2", "3")
                .redirectOutput(full);
        Files.createFile(directory.resolve("out")); // which the program writes elsewhere
        Ended ended = end(toFull, new byte[0]);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("cannot be written to stdout: No space left on device");
        assertThat(log).as("whose results are lost are not done").isEmptyFile();
        Ended logged = run("", "run", "square", "--joblog", full.toString(), ":::", "1");
        assertThat(logged.exit()).isEqualTo(1);
        assertThat(logged.err())
                .contains("--joblog: /dev/full cannot be written")
                .doesNotContain("internal error");
    }

    @Test
    void whatADiskThatIsFullCutsOffIsNoPartOfTheNextResultOfAResumedRun() throws Exception {
        SmallDisk.with(directory, "8k", disk -> {
            Path log = directory.resolve("log");
            Path out = disk.resolve("out");
            Files.createFile(directory.resolve("out")); // which the program writes elsewhere
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
            Ended full = end(command(words).redirectOutput(out.toFile()), new byte[0]);
            assertThat(full.exit()).isEqualTo(1);
            assertThat(Files.readString(out)).isEqualTo("a".repeat(3000) + "\n" + "b".repeat(3001) + "\n");
            Path larger = Files.copy(out, directory.resolve("larger"));
            Ended resumed = end(command(words).redirectOutput(Redirect.appendTo(larger.toFile())), new byte[0]);
            assertThat(resumed.exit()).as(resumed.err()).isZero();
            assertThat(Files.readAllLines(larger).stream().map(String::length)).containsExactly(3000, 3001, 3002);
        });
    }

    @Test
    void anItemCannotForgeALineOnTheTerminal() throws Exception {
        String hostile = "x\nprocpool: item 7 (good): forged\u001b[31m";
        Ended ended = run(hostile + "\0", "run", "square", "-0");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err()).contains("x\\nprocpool").doesNotContain("\u001b");
    }

    @Test
    void whatCannotBeReadHasItsReason() throws Exception {
        ProcessBuilder ofDirectory = command("run", "square");
        ofDirectory.command().addAll(0, List.of("sh", "-c", "exec \"$@\" < \"$0\"", directory.toString()));
        Ended directoryAsItems = end(ofDirectory, new byte[0]);
        assertThat(directoryAsItems.exit()).isEqualTo(1);
        assertThat(directoryAsItems.err())
                .startsWith("procpool: items cannot be read: ")
                .hasLineCount(1);
        Path garbage = Files.writeString(directory.resolve("bad.jar"), "garbage");
        Ended brokenJar = run("", "run", "com.acme.X::y", "--cp", garbage.toString(), ":::", "1");
        assertThat(brokenJar.exit()).isEqualTo(2);
        assertThat(brokenJar.err()).contains("bad.jar is no directory, and cannot be read as a jar");
        Ended noRoom = run("", "run", "square", "--run-dir", "/proc", ":::", "1");
        assertThat(noRoom.err()).containsPattern("create a run directory in /proc: NoSuchFile\\w+: /proc/procpool");
    }

    @Test
    void aSignalThatComesWhileThePoolIsOpenedLeavesNothingBehind() throws Exception {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        for (int i = 0; i < 3; i++) {
            Process process = command(
                            "run", "sleep", "--stop-timeout", "1s", "--run-dir", runs.toString(), ":::", "30", "30")
                    .start();
            CommandLineProgram.await(() -> isNotEmpty(runs) || !process.isAlive());
            process.destroy();
            assertThat(program.end(process).exit()).isEqualTo(143);
            assertThat(program.err()).startsWith("procpool: SIGTERM: no more items are started");
            assertThat(runs).isEmptyDirectory();
        }
    }

    private static boolean isNotEmpty(Path directory) {
        String[] names = directory.toFile().list();
        return names != null && names.length > 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --list", "demo --list", "completion", "--version", "run --help", "help run"})
    void whatCannotBePrintedIsNoSuccess(String words) throws Exception {
        Files.createFile(directory.resolve("out")); // which the program writes elsewhere
        Ended ended = end(command(words.split(" ")).redirectOutput(new File("/dev/full")), new byte[0]);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("procpool: stdout cannot be written\n");
    }

    @Test
    void digestsFilesAsSha256sumDoes() throws Exception {
        Path plain = Files.writeString(directory.resolve("plain.txt"), "abc");
        Path odd = Files.writeString(directory.resolve("back\\slash"), "");
        Ended ended = run("", "run", "sha256", ":::", plain.toString(), odd.toString());

        assertThat(ended.lines())
                .containsExactly(
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  " + plain,
                        "\\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  "
                                + odd.toString().replace("\\", "\\\\"));
    }

    @Tag("jdk")
    @Test
    void everyMisbehaviourHasItsKind() throws Exception {
        Ended ended = run(
                "ok\nthrow\nexit:7\nhalt:0\nstack\nsegv\noom\nbogus\nok\n",
                "run",
                "chaos",
                "-j",
                "2",
                "--xmx",
                "64m",
                "--json");

        assertThat(ended.exit()).isEqualTo(3);
        List<String> kinds = new ArrayList<>();
        for (String line : ended.lines()) {
            JsonObject object = JsonParser.object().from(line);
            kinds.add(object.getBoolean("ok") ? "ok" : object.getObject("error").getString("kind"));
            assertThat(object.getInt("i")).isEqualTo(kinds.size() - 1);
        }
        assertThat(kinds)
                .containsExactly("ok", "ERROR", "WORKER_DIED", "WORKER_DIED", "ERROR", "CRASHED", "OOM", "INPUT", "ok");
        assertThat(ended.err()).contains("procpool: item 2 (exit:7): ").contains("exited with code 7");
        assertThat(ended.err()).doesNotContain("\tat ");
    }

    @Test
    void itemsMayBeAnythingUpToTheirSeparator() throws Exception {
        assertThat(run("", "run", "echo", ":::", "-j", "--pid", "").lines()).containsExactly("-j", "--pid", "");
        assertThat(run("a\nb\0c\0", "run", "echo", "-0", "--json").lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"value\":\"a\\nb\"");
        Path file = Files.writeString(directory.resolve("items"), "one\ntwo");
        assertThat(run("", "run", "echo", "-a", file.toString()).lines()).containsExactly("one", "two");
        assertThat(run("", "run", "echo").out()).isEmpty();
    }

    @Tag("jdk")
    @Test
    void chineseItemsSurviveTheCLocaleAndBrokenUtf8IsOneFailedItem() throws Exception {
        ProcessBuilder builder = command("run", "echo", "-j", "1", "--json");
        builder.environment().put("LC_ALL", "C");
        byte[] broken = HexFormat.of().parseHex("fffe0a");
        byte[] chinese = "计算平方的结果是:1\n".getBytes(StandardCharsets.UTF_8);
        byte[] stdin = new byte[broken.length + chinese.length];
        System.arraycopy(broken, 0, stdin, 0, broken.length);
        System.arraycopy(chinese, 0, stdin, broken.length, chinese.length);

        Ended ended = end(builder, stdin);

        assertThat(ended.exit()).isEqualTo(3);
        JsonObject first = JsonParser.object().from(ended.lines().get(0));
        assertThat(first.getObject("error").getString("kind")).isEqualTo("INPUT");
        assertThat(first.getObject("error").getString("message")).contains("line 1 is not UTF-8");
        assertThat(JsonParser.object().from(ended.lines().get(1)).getString("value"))
                .isEqualTo("计算平方的结果是:1");
    }

    /** A task of a user, named by its class. */
    public static final class Doubled implements TaskFunction<Integer, Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer apply(Integer x) {
            return 2 * x;
        }
    }

    @Test
    void runsAMethodOfAClassAndConvertsItsItems() throws Exception {
        Ended ended = run("", "run", "java.lang.Math::sqrt", ":::", "4", "x");
        assertThat(ended.lines()).containsExactly("2.0");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err()).contains("procpool: item 1 (x): 'x' cannot be converted to double");
        assertThat(run("", "run", Doubled.class.getName(), ":::", "21").lines()).containsExactly("42");
    }

    @Test
    void mistakesAreOneLineAndExitCodeTwo() throws Exception {
        List<List<String>> mistakes = List.of(
                List.of("rnu"),
                List.of("run"),
                List.of("run", "nosuch", ":::", "1"),
                List.of("run", "square", "1"),
                List.of("run", "square", "-j", "0"),
                List.of("run", "square", "--xmx", "lots"),
                List.of("run", "square", "--chunk", "few"),
                List.of("run", "square", "-a", "/no/such/file"),
                List.of("run", "square", "--cp", "/no/such.jar"),
                List.of("run", "java.lang.Math::abs", ":::", "1"),
                List.of("run", "java.lang.Math::nosuch", ":::", "1"),
                List.of("demo", "nosuch"));
        for (List<String> mistake : mistakes) {
            Ended ended = run("", mistake.toArray(new String[0]));
            assertThat(ended.exit()).as(mistake + ended.err()).isEqualTo(2);
            assertThat(ended.err()).as(mistake.toString()).startsWith("procpool: ");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Tag("jdk")
    @Test
    void aPoolThatCannotStartIsExitCodeFive() throws Exception {
        Ended ended = run("", "run", "square", "--jvm-opt", "-XX:NoSuchFlag", ":::", "1");
        assertThat(ended.exit()).isEqualTo(5);
        assertThat(ended.err()).contains("the pool is broken").contains("NoSuchFlag");
    }

    @Test
    void aReaderThatLeavesEndsTheRun() throws Exception {
        Process process = command("run", "square", "-j", "1")
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
            } catch (java.io.IOException e) {
                // It has ended, as it should.
            }
        } catch (java.io.IOException e) {
            // Closing the stream flushes into a pipe that nobody reads.
        }
        assertThat(process.waitFor(CommandLineProgram.GUARD.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(141);
        assertThat(Files.readString(directory.resolve("err"))).isEmpty();
    }

    @Test
    void workersThatSpinEndWithinSecondsOfTheirSupervisorsKillAndTheNextStartCleansUp() throws Exception {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        Process process = command("run", "chaos", "-j", "2", "--run-dir", runs.toString(), ":::", "spin", "spin")
                .start();
        CommandLineProgram.await(() -> process.descendants().count() >= 2);
        List<ProcessHandle> workers = process.descendants().toList();
        CommandLineProgram.await(() -> busy(workers));
        process.destroyForcibly().waitFor();

        CommandLineProgram.await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(workers).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(entries(runs)).isNotEmpty();

        assertThat(run("", "run", "square", "--run-dir", runs.toString(), ":::", "3")
                        .lines())
                .containsExactly("9");
        assertThat(entries(runs)).isEmpty();
    }

    @Test
    void aWorkerThatAShutdownHookKeepsFromExitingEndsWithItsSupervisor() throws Exception {
        Path exiting = directory.resolve("exiting");
        Process process = command("run", HangingExit.class.getName() + "::begin", "-j", "1", ":::", exiting.toString())
                .start();
        CommandLineProgram.await(() -> Files.exists(exiting));
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().waitFor();
        long killed = System.nanoTime();

        CommandLineProgram.await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(workers).hasSize(1).noneMatch(ProcessHandle::isAlive);
        assertThat(Duration.ofNanos(System.nanoTime() - killed))
                .as("its own guard would end it after 10 s")
                .isLessThan(Duration.ofSeconds(5));
    }

    private static boolean busy(List<ProcessHandle> workers) {
        return workers.stream()
                .allMatch(w -> w.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(Duration.ofSeconds(3)) > 0);
    }

    private static List<String> entries(Path path) throws java.io.IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }

    @Tag("jdk")
    @Test
    void doctorFindsAMachineThatRunsTheTestsFit() throws Exception {
        Ended ended = run("", "doctor");
        assertThat(ended.exit()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("ok    pool");
        assertThat(JsonParser.object().from(run("", "doctor", "--json").out()).getArray("checks"))
                .hasSizeGreaterThan(5);
    }

    @Test
    void aProgramThatExitsWhileItOpensAPoolLeavesNothing() throws Exception {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        for (int i = 0; i < 3; i++) {
            ProcessBuilder builder = command();
            List<String> words = new ArrayList<>(builder.command());
            words.set(words.size() - 1, HastyExit.class.getName());
            words.add(runs.toString());
            assertThat(end(builder.command(words), new byte[0]).exit()).isEqualTo(7);
            assertThat(runs).isEmptyDirectory();
        }
    }

    @Tag("jdk")
    @Test
    void aProgramThatForgetsItsPoolEndsAndLeavesNothing() throws Exception {
        ProcessBuilder builder = command();
        List<String> words = new ArrayList<>(builder.command());
        words.set(words.size() - 1, ForgetfulProgram.class.getName());
        Ended ended = end(builder.command(words), new byte[0]);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).containsExactly("main", "25");
    }
}
