package dev.procpool.cli;

import dev.procpool.cli.trace.Mark;
import dev.procpool.cli.trace.Place;
import dev.procpool.cli.trace.Span;
import dev.procpool.cli.trace.TraceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The trace of all pools that this process opens, whether or not their program knows: a flight recording of the events
 * of the engine, which becomes a trace at the end. The recording lies on disk, not in memory. Used once.
 */
final class DemoTrace implements TraceOption.End {

    private final TraceFile file;
    private final Recording recording = new Recording();

    private DemoTrace(TraceFile file) {
        this.file = file;
    }

    /** Begins to record. */
    static TraceOption.End begin(TraceFile file) {
        DemoTrace trace = new DemoTrace(file);
        trace.recording.start();
        return trace;
    }

    @Override
    public void close() throws IOException {
        Path events = Files.createTempFile("procpool", ".jfr");
        try (recording) {
            recording.stop();
            recording.dump(events);
            try (RecordingFile recorded = new RecordingFile(events)) {
                while (recorded.hasMoreEvents()) {
                    add(recorded.readEvent());
                }
            }
        } finally {
            Files.deleteIfExists(events);
            file.finish();
        }
    }

    private void add(RecordedEvent event) throws IOException {
        switch (event.getEventType().getName()) {
            case "dev.procpool.Worker" -> addWorker(event);
            case "dev.procpool.Attempt" -> addAttempt(event);
            case "dev.procpool.Retry" -> {
                String text = "failed (" + event.getString("failure") + ") and is run again";
                file.add(new Mark(
                        Mark.Kind.RETRY, place(event), nanos(event.getStartTime()), text, event.getLong("index")));
            }
            default -> {
                // The events of the JVM itself are not those of pools.
            }
        }
    }

    private void addWorker(RecordedEvent event) throws IOException {
        long start = nanos(event.getStartTime());
        long startUp = event.getDuration("startUp").toNanos();
        long life = event.getDuration().toNanos();
        file.add(Span.startUp(place(event), start, startUp == 0 ? life : startUp));
        if (event.getBoolean("died")) {
            file.add(new Mark(Mark.Kind.DEATH, place(event), start + life, event.getString("exit"), -1));
        }
    }

    private void addAttempt(RecordedEvent event) throws IOException {
        long started = event.getLong("startedNanos");
        if (started > 0) {
            boolean failed = event.getBoolean("failed");
            Span.Items items = new Span.Items(
                    event.getLong("firstIndex"),
                    event.getInt("count"),
                    event.getInt("attempt"),
                    "",
                    failed ? "failed" : "ok");
            Span.Kind ended = failed ? Span.Kind.FAILED : Span.Kind.OK;
            Span.Kind kind = event.getBoolean("runAgain") ? Span.Kind.RETRIED : ended;
            file.add(new Span(
                    kind, place(event), started, event.getDuration("ran").toNanos(), items));
        }
    }

    private static Place place(RecordedEvent event) {
        String pool = event.getString("pool");
        return new Place(pool == null ? "" : pool, event.getInt("workerId"), event.getLong("workerPid"));
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
