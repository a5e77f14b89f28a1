package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.ExitReport;
import dev.procpool.PoolException;
import dev.procpool.Processes;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerDiedException;
import dev.procpool.tasks.OneLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class CliPartsTest {

    @Test
    void poolSizesAreNumbersSharesOrAuto() {
        PoolSize size = new PoolSize();
        assertThat(size.convert("3").number()).isEqualTo(3);
        assertThat(size.convert("auto").number()).isZero();
        assertThat(size.convert("auto").resolve(Optional.of("1g"), said -> {})).isBetween(1, Processes.cpuCount());
        assertThat(size.convert("200%").number()).isEqualTo(2 * Processes.cpuCount());
        assertThat(size.convert("1%").number()).isEqualTo(Math.max(1, Processes.cpuCount() / 100));
        assertThat(size.convert("+2").number()).isEqualTo(Processes.cpuCount() + 2);
        assertThat(size.convert("-1").number()).isEqualTo(Math.max(1, Processes.cpuCount() - 1));
        assertThat(size.convert("-999").number()).isEqualTo(1);
        for (String wrong : List.of("0", "+0", "-0", "--1", "+50%", "0%", "x", "%", "1.5", "")) {
            assertThatThrownBy(() -> size.convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
    }

    @Test
    void durationsAndSizesAreReadAsShellUsersWriteThem() {
        DurationText duration = new DurationText();
        assertThat(duration.convert("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(duration.convert("1.5m")).isEqualTo(Duration.ofSeconds(90));
        assertThat(duration.convert("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(duration.convert("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(Stream.of("PT1.5S", "PT0.2S", "PT1M30S", "PT2H")
                        .map(Duration::parse)
                        .map(DurationText::of))
                .containsExactly("1.5s", "200ms", "1m 30s", "2h");
        for (String wrong : List.of("", "0", "0s", "-1s", "1x", "999999999d", "PT1S")) {
            assertThatThrownBy(() -> duration.convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
        SizeText size = new SizeText();
        assertThat(size.convert("400m")).isEqualTo(400L << 20);
        assertThat(size.convert("2G")).isEqualTo(2L << 30);
        assertThat(size.convert("65536")).isEqualTo(65536);
        for (String wrong : List.of("", "m", "0", "-1m", "1t", "1.5g")) {
            assertThatThrownBy(() -> size.convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
    }

    @Test
    void anItemIsShownInOneLineWithoutTheMiddleOfALongOne() {
        assertThat(OneLine.briefly("a\nb\t\u001b[31m\u009b1m\u202e\u2028"))
                .isEqualTo("a\\nb\\t\\u001b[31m\\u009b1m\\u202e\\u2028");
        String emoji = "\uD83D\uDE00";
        assertThat(OneLine.briefly("x".repeat(29) + emoji.repeat(100)))
                .isEqualTo("x".repeat(29) + emoji + "…" + emoji.repeat(70));
        String longest = "x".repeat(100);
        assertThat(OneLine.briefly(longest)).isEqualTo(longest);
        assertThat(OneLine.briefly("/" + longest + "y")).isEqualTo("/" + "x".repeat(29) + "…" + "x".repeat(69) + "y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"i\":0,\"ok\":true}",
                "{\"i\":0,\"ok\":true,\"value\":1}",
                "{\"i\":\"0\",\"task\":\"t\",\"item\":\"x\",\"ok\":true}",
                "{\"i\":0,\"task\":\"t\",\"item\":\"x\",\"ok\":\"true\"}",
                "{\"i\":0,\"task\":\"t\",\"item\":null,\"ok\":true}",
                "hello",
                "[[[["
            })
    void whatIsNoJobLogIsRefused(String line, @TempDir Path directory) throws Exception {
        String whole = "{\"i\":0,\"task\":\"t\",\"item\":\"x\",\"ok\":true}\n";
        Path file = Files.writeString(directory.resolve("log"), whole + "{\"i\":1,\"ta");
        assertThat(JobLog.read(file)).as("a torn line").hasSize(1);
        byte[] torn = (whole + "{\"i\":1,\"task\":\"\u00e9").getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(torn, torn.length - 1));
        assertThat(JobLog.read(file)).as("torn within a character").hasSize(1);
        Files.writeString(file, whole + "{\"i\":".repeat(100_000) + "\n" + whole);
        assertThat(JobLog.read(file)).as("nested too deeply").hasSize(1);
        Files.writeString(file, whole + line + "\n");
        assertThatThrownBy(() -> JobLog.read(file)).hasMessageContaining("not a job log: line 2");
    }

    @Test
    void aMessageSaysWhatBecameOfAnItemInOneLine() {
        String overdue = "the item took longer than 1s; worker 2 (pid 4711), which was running it, was killed";
        String died = "worker 1 (pid 4712) ran out of memory (exit code 3) while running the item; its last words:\n"
                + "    Terminating due to\n    heap space\n";

        assertThat(FailureJson.about(
                        "item 7 (spin)", new TaskTimeoutException(overdue, null, Duration.ZERO, 0, List.of(), 2, 4711)))
                .isEqualTo("item 7 (spin) took longer than 1s; worker 2 (pid 4711), which was running it, was killed");
        assertThat(FailureJson.about("item 7 (x)", new PoolException(died, null)))
                .isEqualTo("item 7 (x): worker 1 (pid 4712) ran out of memory (exit code 3) while running the item;"
                        + " its last words: Terminating due to | heap space");
        assertThat(FailureJson.about("item 7 (x)", new IllegalStateException("the item is odd")))
                .isEqualTo("item 7 (x): java.lang.IllegalStateException: the item is odd");
    }

    @Test
    void crashesAreTheirOwnKind() {
        assertThat(FailureKind.of(
                        new WorkerDiedException("", 0, new ExitReport(1, 1, 1, 134, false, List.of(), null, null))))
                .isEqualTo(FailureKind.CRASHED);
        assertThat(FailureKind.of(new IllegalStateException())).isEqualTo(FailureKind.ERROR);
    }
}
