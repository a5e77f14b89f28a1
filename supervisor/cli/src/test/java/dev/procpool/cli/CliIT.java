package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.task.TaskFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command line as a process of its own: its tasks, its verbs and its exit codes. */
class CliIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private static String numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    /** A square that takes longer than a worker takes to wake up, so that each worker gets some. */
    public static int unhurriedSquare(int x) throws InterruptedException {
        Thread.sleep(2);
        return x * x;
    }

    @Tag("jdk")
    @Test
    void printsSquaresInOrderWithThePidsOfFourWorkers() throws Exception {
        Ended ended = program.run(numbers(100), "run", CliIT.class.getName() + "::unhurriedSquare", "-j", "4", "--pid");

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
    void digestsFilesAsSha256sumDoes() throws Exception {
        Path plain = Files.writeString(program.directory().resolve("plain.txt"), "abc");
        Path odd = Files.writeString(program.directory().resolve("back\\slash"), "");
        Ended ended = program.run("", "run", "sha256", ":::", plain.toString(), odd.toString());

        assertThat(ended.lines())
                .containsExactly(
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  " + plain,
                        "\\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  "
                                + odd.toString().replace("\\", "\\\\"));
    }

    @Tag("jdk")
    @Test
    void everyMisbehaviourHasItsKind() throws Exception {
        Ended ended = program.run(
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
        Ended ended = program.run("", "run", "java.lang.Math::sqrt", ":::", "4", "x");
        assertThat(ended.lines()).containsExactly("2.0");
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err()).contains("procpool: item 1 (x): 'x' cannot be converted to double");
        assertThat(program.run("", "run", Doubled.class.getName(), ":::", "21").lines())
                .containsExactly("42");
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
            Ended ended = program.run("", mistake.toArray(new String[0]));
            assertThat(ended.exit()).as(mistake + ended.err()).isEqualTo(2);
            assertThat(ended.err()).as(mistake.toString()).startsWith("procpool: ");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Tag("jdk")
    @Test
    void aPoolThatCannotStartIsExitCodeFive() throws Exception {
        Ended ended = program.run("", "run", "square", "--jvm-opt", "-XX:NoSuchFlag", ":::", "1");
        assertThat(ended.exit()).isEqualTo(5);
        assertThat(ended.err()).contains("the pool is broken").contains("NoSuchFlag");
    }

    @Tag("jdk")
    @Test
    void doctorFindsAMachineThatRunsTheTestsFit() throws Exception {
        Ended ended = program.run("", "doctor");
        assertThat(ended.exit()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("ok    pool");
        assertThat(JsonParser.object()
                        .from(program.run("", "doctor", "--json").out())
                        .getArray("checks"))
                .hasSizeGreaterThan(5);
    }
}
