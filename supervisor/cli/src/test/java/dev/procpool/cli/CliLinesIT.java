package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many lines through the command line: in blocks where they are ready together, one by one where they are slow. */
class CliLinesIT {

    private static final int MANY = 60_000;

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    /** Doubles a number, throws at multiples of 20,000, and dies of 33,333. */
    public static long twice(long x) {
        if (x % 20_000 == 0) {
            throw new IllegalArgumentException("no " + x);
        }
        if (x == 33_333) {
            Runtime.getRuntime().halt(9);
        }
        return 2 * x;
    }

    private static final String TWICE = CliLinesIT.class.getName() + "::twice";

    private static String numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static boolean succeeds(long x) {
        return x % 20_000 != 0 && x != 33_333;
    }

    @Tag("jdk")
    @Test
    void everyLineHasItsResultInOrderAndEveryFailureItsNumber() throws Exception {
        Ended ended = program.run(numbers(MANY), "run", TWICE, "-j", "2");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        List<String> expected = IntStream.rangeClosed(1, MANY)
                .filter(CliLinesIT::succeeds)
                .mapToObj(i -> Integer.toString(2 * i))
                .toList();
        assertThat(ended.lines()).isEqualTo(expected);
        assertThat(ended.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("procpool: item 19999 (20000): ") && line.endsWith("no 20000"))
                .anyMatch(line -> line.startsWith("procpool: item 33332 (33333): "));
    }

    @Test
    void jsonHasALineForEachItemWithItsNumber() throws Exception {
        Ended ended = program.run(numbers(MANY), "run", TWICE, "-j", "2", "--json");

        List<String> lines = ended.lines();
        assertThat(lines).hasSize(MANY);
        for (int i = 0; i < MANY; i++) {
            JsonObject line = JsonParser.object().from(lines.get(i));
            assertThat(line.getInt("i")).isEqualTo(i);
            assertThat(line.getBoolean("ok")).isEqualTo(succeeds(i + 1));
            assertThat(line.getInt("worker")).isBetween(1, 2);
            if (succeeds(i + 1)) {
                assertThat(line.getInt("value")).isEqualTo(2 * (i + 1));
            } else {
                assertThat(line.getString("item")).isEqualTo(Integer.toString(i + 1));
            }
        }
    }

    @Test
    void aJobLogOfAnyKilledRunIsResumedToTheEndWithoutALostResult() throws Exception {
        Path log = program.directory().resolve("log");
        Path results = program.directory().resolve("results");
        String items = numbers(MANY);
        String[] words = {"run", "square", "-j", "2", "--joblog", log.toString(), "--resume"};
        Files.createFile(program.directory().resolve("out")); // which the program writes elsewhere
        Process process = program.command(words)
                .redirectOutput(Redirect.appendTo(results.toFile()))
                .start();
        OutputStream in = process.getOutputStream();
        in.write(items.getBytes(StandardCharsets.UTF_8), 0, items.length() / 2);
        in.flush(); // and left open, so that the run does not end
        CommandLineProgram.await(() -> results.toFile().length() > 20_000);
        process.destroyForcibly().waitFor();
        CommandLineProgram.assertNothingIsLeft();

        Ended resumed = program.end(
                program.command(words).redirectOutput(Redirect.appendTo(results.toFile())),
                items.getBytes(StandardCharsets.UTF_8));

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        List<String> lines = Files.readAllLines(results);
        assertThat(lines.stream().distinct().toList())
                .isEqualTo(IntStream.rangeClosed(1, MANY)
                        .mapToObj(i -> Long.toString((long) i * i))
                        .toList());
        assertThat(lines).as("repeated: at most a block").hasSizeLessThan(MANY + 2000);
        assertThat(JobLog.read(log)).hasSize(MANY);
    }

    @Test
    void theFirstResultIsOutBeforeTheSecondItemComes() throws Exception {
        for (String form : List.of("--no-form", "--json", "--pid")) {
            List<String> words = new ArrayList<>(List.of("run", "square", "-j", "1"));
            if (!form.equals("--no-form")) {
                words.add(form);
            }
            Process process = program.command(words.toArray(new String[0])).start();
            try (OutputStream in = process.getOutputStream()) {
                for (int i = 1; i <= 3; i++) {
                    in.write((i + "\n").getBytes(StandardCharsets.UTF_8));
                    in.flush();
                    int lines = i;
                    CommandLineProgram.await(() -> program.out().lines().count() == lines);
                    assertThat(program.out().lines()).as(form).hasSize(i);
                }
            }
            assertThat(program.end(process).exit()).isZero();
        }
    }

    @Test
    void aReaderThatStandsStillStopsTheReadingOfTheInput() throws Exception {
        Process process = program.command("run", "square", "-j", "1")
                .redirectOutput(Redirect.PIPE)
                .start();
        AtomicLong written = new AtomicLong();
        Thread writer = new Thread(() -> write(process, written));
        writer.start();
        assertThat(process.getInputStream().read()).isEqualTo('9');
        long[] before = {-1};
        long[] since = {System.nanoTime()};
        CommandLineProgram.await(() -> {
            if (written.get() != before[0]) {
                before[0] = written.get();
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > TimeUnit.SECONDS.toNanos(1);
        });

        assertThat(written.get()).isBetween(1L, 1L << 22);
        process.destroyForcibly().waitFor();
        writer.join(CommandLineProgram.GUARD.toMillis());
        assertThat(writer.isAlive()).isFalse();
    }

    private static void write(Process process, AtomicLong written) {
        byte[] block = "3\n".repeat(1 << 14).getBytes(StandardCharsets.UTF_8);
        try (OutputStream in = process.getOutputStream()) {
            while (written.get() < 1 << 28) {
                in.write(block);
                written.addAndGet(block.length);
            }
        } catch (IOException e) {
            // The program has been killed, as it should be.
        }
    }

    @Test
    void aLineMayHaveSixtyMebibytesAndLineEndsOfAnySystem() throws Exception {
        String longest = "x".repeat(60 << 20);
        Ended ended = program.run("a\r\n\n" + longest + "\nlast", "run", "echo", "-j", "1");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("a\r\n\n" + longest + "\nlast\n");
    }

    @Test
    void itemsThatHaltKeepsFromRunningAreNeitherPrintedNorComplainedAbout() throws Exception {
        Ended ended = program.run(numbers(MANY), "run", TWICE, "-j", "2", "--halt", "now,fail=1");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
        List<String> complaints = ended.err().lines().toList();
        assertThat(complaints.get(0))
                .as("outcomes count as they arrive, before they are printed")
                .isEqualTo("procpool: stopping after 1 failed item (--halt now,fail=1)");
        assertThat(complaints.get(1)).startsWith("procpool: item 19999 (20000): ");
        assertThat(complaints.stream().skip(2)).allMatch(line -> line.endsWith("read but not run to the end"));
        List<Long> results = ended.lines().stream().map(Long::valueOf).toList();
        assertThat(results)
                .as("those that are read ahead at most are missing")
                .hasSizeGreaterThan(19_999 - 16 * 1024)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(result -> result % 2 == 0 && result != 40_000);
    }
}
