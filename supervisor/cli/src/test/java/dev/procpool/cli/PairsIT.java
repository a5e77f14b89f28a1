package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pairs of programs of docs/programs.md, in Python and in Java: they print the same, and what the page says. */
class PairsIT {

    private static final int MOST_PROCESSES = 8;
    private static final Pattern PIDS = Pattern.compile("100 squares by (\\d+) processes: \\[(.*)\\]");
    private static final String THIS_PROGRAM = "this program: ";
    private static final List<String> TENS = List.of("10", "20", "30", "40");

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    /** The output of both programs of a pair. */
    private record Printed(List<String> python, List<String> java) {

        Stream<List<String>> both() {
            return Stream.of(python, java);
        }
    }

    private Printed run(String python, String java) throws Exception {
        ExampleLines lines = new ExampleLines(program.directory());
        return new Printed(lines.run("pairs/" + python), lines.run("pairs/" + java));
    }

    /** The seconds of the line that begins with {@code name}; a locale may have a comma in them. */
    private static double seconds(String name, List<String> lines) {
        String line = lines.stream()
                .filter(candidate -> candidate.startsWith(name + ": ") && candidate.endsWith(" s"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(
                line.substring(name.length() + 2, line.length() - 2).replace(',', '.'));
    }

    @Test
    void squaresComeInTheOrderOfTheInput() throws Exception {
        List<String> squares = IntStream.rangeClosed(1, 100)
                .mapToObj(x -> Integer.toString(x * x))
                .toList();

        Printed printed = run("squares.py", "Squares.java");

        assertThat(printed.both()).allSatisfy(lines -> assertThat(lines).isEqualTo(squares));
    }

    @Test
    void theQueueHasTheIdsOfTheProcessesThatHaveWorked() throws Exception {
        Printed printed = run("pids.py", "Pids.java");

        assertThat(printed.both()).allSatisfy(PairsIT::assertPidsOfWorkers);
    }

    private static void assertPidsOfWorkers(List<String> lines) {
        assertThat(lines).hasSize(2);
        Matcher squares = PIDS.matcher(lines.get(0));
        assertThat(squares.matches()).as(lines.get(0)).isTrue();
        List<String> pids = List.of(squares.group(2).split(", "));
        assertThat(pids)
                .doesNotHaveDuplicates()
                .hasSize(Integer.parseInt(squares.group(1)))
                .hasSizeBetween(1, MOST_PROCESSES);
        assertThat(lines.get(1)).startsWith(THIS_PROGRAM);
        assertThat(pids).doesNotContain(lines.get(1).substring(THIS_PROGRAM.length()));
    }

    @Test
    void aLoopWinsByFarForAHundredSquares() throws Exception {
        Printed printed = run("loop_or_pool.py", "LoopOrPool.java");

        assertThat(printed.both()).allSatisfy(lines -> {
            assertThat(lines).hasSize(3).endsWith("equal");
            assertThat(10 * seconds("loop", lines)).as("%s", lines).isLessThan(seconds("pool", lines));
        });
    }

    @Test
    void mapReturnsTheListOfTheLoop() throws Exception {
        Printed printed = run("over_a_list.py", "OverAList.java");

        assertThat(printed.java().subList(0, 2)).isEqualTo(printed.python().subList(0, 2));
        assertThat(printed.both()).allSatisfy(lines -> {
            assertThat(lines.get(0)).isEqualTo("loop: [27, 1, 64, 1, 125, 729, 8, 216]");
            assertThat(lines.get(1)).isEqualTo(lines.get(0).replace("loop", "map"));
            assertThat(lines.get(2)).matches("processors: [1-9]\\d*");
        });
    }

    /** In Python the start of a process takes milliseconds, which is less than the noise of a busy machine. */
    @Test
    void fourSleepsTakeTheTimeOfOneInAPoolAndMoreByHand() throws Exception {
        Printed pool = run("unordered.py", "Unordered.java");
        Printed hand = run("by_hand.py", "ByHand.java");

        assertThat(pool.both())
                .allSatisfy(lines -> assertThat(seconds("total", lines)).isBetween(1.0, 2.0));
        assertThat(hand.both())
                .allSatisfy(lines -> assertThat(seconds("total", lines)).isGreaterThanOrEqualTo(1.0));
        assertThat(seconds("total", hand.java())).isGreaterThan(seconds("total", pool.java()));
        assertThat(Stream.concat(pool.both(), hand.both()))
                .allSatisfy(lines ->
                        assertThat(lines.subList(0, lines.size() - 1)).containsExactlyInAnyOrderElementsOf(TENS));
    }

    @Test
    void helloComesFirstWithoutAJoinAndLastAfterIt() throws Exception {
        Printed printed = run("hello.py", "Hello.java");

        assertThat(printed.both()).allSatisfy(lines -> assertThat(lines)
                .containsExactly("hello", "I'm the process with id: 0", "I'm the process with id: 1", "hello"));
    }

    @Test
    void processesThreadsAndCoroutinesHaveEqualResults() throws Exception {
        Printed printed = run("three_ways.py", "ThreeWays.java");

        assertThat(printed.both()).allSatisfy(lines -> assertThat(lines)
                .hasSize(3)
                .allMatch(line -> line.endsWith(": [10, 20, 30, 40, 50, 60, 70, 80]")));
        assertThat(printed.java().subList(0, 2)).isEqualTo(printed.python().subList(0, 2));
    }
}
