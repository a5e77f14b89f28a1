package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.PoolListener;
import dev.procpool.lines.LineResults;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Collects where the time of a run goes, and tells it at the end. Used once; confined to the thread of the run. */
final class Insights {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PERCENT = 100;

    private final Consumer<String> say;
    private final long jvmStartNanos;
    private final RunEvents events = new RunEvents();
    private final ItemTimes times = new ItemTimes();
    private Pool pool;
    private BusyMeter meter;

    /** @param say prints one line */
    Insights(Consumer<String> say) {
        this.say = say;
        Instant now = Instant.now();
        Instant start = ProcessHandle.current().info().startInstant().orElse(now);
        this.jvmStartNanos = System.nanoTime() - Duration.between(start, now).toNanos();
    }

    /** Receives the events of the pool. */
    PoolListener events() {
        return events;
    }

    /** Begins when the pool of the run is open. */
    void begin(Pool opened) {
        pool = opened;
        meter = BusyMeter.start(opened::stats);
    }

    /** An item has its outcome. */
    void outcome(long number, LineResults item) {
        times.add(number, item);
    }

    /** Prints what was found out. */
    void tell() {
        meter.close();
        RunFigures run = figures();
        if (run.items() == 0) {
            say.accept("no item was run");
            return;
        }
        say.accept(result(run));
        say.accept(workers(run));
        say.accept("an item waited " + TimeText.of(run.queuedNanos() / run.items()) + " for a worker and ran "
                + TimeText.of(run.ranNanos() / run.items()) + " on average");
        if (!run.slowest().isEmpty()) {
            say.accept("slowest: "
                    + run.slowest().stream()
                            .map(slow ->
                                    "item " + slow.number() + " (" + slow.text() + ") " + TimeText.of(slow.ranNanos()))
                            .collect(Collectors.joining(", ")));
        }
        say.accept(Situation.of(run).advice(run));
    }

    private RunFigures figures() {
        long wall = System.nanoTime() - jvmStartNanos;
        long start = events.readyNanos().orElse(System.nanoTime()) - jvmStartNanos;
        return new RunFigures(
                times.items(),
                times.failed(),
                events.retries(),
                pool.stats().deaths(),
                events.chunks(),
                meter.workers(),
                wall,
                Math.min(start, wall),
                times.ranNanos(),
                meter.busyNanos(),
                times.queuedNanos(),
                times.slowest());
    }

    private static String result(RunFigures run) {
        return counted(run.items(), "item") + " in " + TimeText.of(run.wallNanos()) + ", "
                + BarText.rate(run.items() * NANOS_PER_SECOND / run.spanNanos()) + " after a start of "
                + TimeText.of(run.startNanos()) + "; " + run.failed() + " failed, "
                + counted(run.retries(), "retry", "retries") + ", " + counted(run.deaths(), "worker") + " died";
    }

    private static String workers(RunFigures run) {
        return counted(run.workers(), "worker") + " ran items for " + percent(run.running())
                + " of the time since then, had items under way for " + percent(run.moving())
                + " (encoding, queues), and nothing for " + percent(run.idle()) + "; "
                + counted(run.chunks(), "chunk");
    }

    private static String percent(double part) {
        return Math.round(PERCENT * part) + "%";
    }

    private static String counted(long number, String one) {
        return counted(number, one, one + "s");
    }

    private static String counted(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
