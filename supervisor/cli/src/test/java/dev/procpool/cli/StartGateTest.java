package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Machine;
import dev.procpool.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@Timeout(20)
class StartGateTest {

    private static final List<String> ITEMS = List.of("a", "b", "c");

    private final List<String> said = new ArrayList<>();
    private final FakeClock clock = new FakeClock();

    /** A clock that only sleeping moves. */
    private static final class FakeClock implements StartGate.Clock {

        private long nanos = Long.MAX_VALUE - 5; // it may overflow, as that of the system may

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleep(long time) {
            nanos += time;
        }
    }

    /** A machine that has room after some looks. */
    private static final class RoomAfter implements Admission {

        private int looks;

        RoomAfter(int looks) {
            this.looks = looks;
        }

        @Override
        public boolean allows() {
            return looks-- <= 0;
        }

        @Override
        public String reason() {
            return "it is full";
        }
    }

    private StartGate gate(int workers, Duration delay, Admission... admissions) {
        return new StartGate(CombinedItems.of(ITEMS), workers, delay, List.of(admissions), said::add, clock);
    }

    private long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - start);
    }

    @Test
    void startsAreApartByTheDelay() throws Exception {
        long start = clock.nanoTime();
        StartGate gate = gate(9, Duration.ofMillis(250));

        assertThat(gate.next()).isTrue();
        assertThat(millisSince(start)).isZero();
        clock.sleep(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(gate.next()).isTrue();
        assertThat(millisSince(start)).isEqualTo(250);
        assertThat(gate.next()).isTrue();
        assertThat(gate.line()).hasToString("c");
        assertThat(millisSince(start)).isEqualTo(500);
        assertThat(gate.next()).isFalse();
        assertThat(millisSince(start)).isEqualTo(500);
    }

    @Test
    void anItemIsGivenOutOnlyWhenAWorkerIsFree() throws Exception {
        StartGate gate = gate(2, Duration.ZERO);
        assertThat(gate.next()).isTrue();
        assertThat(gate.next()).isTrue();
        CompletableFuture<Boolean> third = CompletableFuture.supplyAsync(() -> next(gate));
        assertThat(third).isNotCompleted();

        gate.ended();
        assertThat(third.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.hasReady()).as("items are sent one by one").isFalse();
    }

    private static boolean next(StartGate gate) {
        try {
            return gate.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anItemWaitsForTheMachineAndLeavesTimeToSeeTheOneBefore() throws Exception {
        long start = clock.nanoTime();
        StartGate gate = gate(9, Duration.ZERO, new RoomAfter(3), new RoomAfter(2));

        assertThat(gate.next()).isTrue();
        assertThat(millisSince(start)).isEqualTo(500);
        assertThat(gate.next()).isTrue();
        assertThat(millisSince(start)).isEqualTo(600);
        assertThat(said).isEmpty();
    }

    @Test
    void aLongWaitIsSaidOnce() throws Exception {
        StartGate gate = gate(9, Duration.ZERO, new RoomAfter(500));

        assertThat(gate.next()).isTrue();
        assertThat(said).containsExactly("no item is started for now: it is full");
    }

    @Test
    void theLoadIsTheNumberOfThreadsThatRunOrWaitForADisk(@TempDir Path directory) throws Exception {
        Path stat = Files.writeString(
                directory.resolve("stat"), "cpu 1 2\nprocesses 99\nprocs_running 4\nprocs_blocked 2\nsoftirq 1\n");

        assertThat(new LoadLimit(5, "5", stat).allows())
                .as("5 beside this thread")
                .isFalse();
        assertThat(new LoadLimit(5.5, "5.5", stat).allows()).isTrue();
        assertThat(new LoadLimit(5, "80%", stat).reason()).isEqualTo("the load is 5 (--load 80%)");
    }

    @Test
    void loadsAreWrittenAsForParallel() {
        LoadLimit.Text text = new LoadLimit.Text();
        int processors = Processes.cpuCount();

        assertThat(text.convert("50%").most()).isEqualTo(processors / 2.0);
        assertThat(text.convert("1.5").most()).isEqualTo(1.5);
        assertThat(text.convert("+1").most()).isEqualTo(processors + 1.0);
        assertThat(text.convert("-1").most()).isEqualTo(Math.max(0.01, processors - 1.0));
        assertThat(text.convert("0").most()).isEqualTo(0.01);
        assertThat(text.convert("100000").allows()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%", "+50%", "1e3", "--1"})
    void otherLoadsAreRefused(String wrong) {
        assertThatThrownBy(() -> new LoadLimit.Text().convert(wrong)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void theFreeMemoryIsThatOfTheMachine() {
        MemoryFloor.Text text = new MemoryFloor.Text();

        assertThat(text.convert("1m").allows()).isTrue();
        assertThat(text.convert("9999999g").allows()).isFalse();
        assertThat(text.convert("9999999g").reason()).matches("\\d+ MiB of memory are free \\(--memfree 9999999g\\)");
        assertThat(Machine.here().freeMemory().getAsLong())
                .isBetween(1L << 20, Machine.here().memory().getAsLong());
    }
}
