package dev.procpool.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that shows when which worker ran which item. Spans and marks are added in any order, and cost bounded memory.
 * Thread-safe. Each format says what the file lacks where its process is killed.
 */
public interface TraceFile {

    /** Adds something that lasted. */
    void add(Span span) throws IOException;

    /** Adds something that happened. */
    void add(Mark mark) throws IOException;

    /** Adds the number of items that wait for a worker. */
    void pending(long atNanos, long items) throws IOException;

    /** Completes and closes the file; nothing is added after that. Idempotent. */
    void finish() throws IOException;

    /** The formats of traces. */
    enum Format {
        /** Chrome trace events, for Perfetto and {@code chrome://tracing}. */
        JSON,
        /** A page with a chart, for any browser. */
        HTML;

        /** The format of a file by the ending of its name; empty for any other ending. */
        public static Optional<Format> of(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".json")) {
                return Optional.of(JSON);
            }
            return name.endsWith(".html") ? Optional.of(HTML) : Optional.empty();
        }

        /**
         * Begins a trace.
         *
         * @throws java.nio.file.FileAlreadyExistsException if there is such a file
         */
        public TraceFile create(Path file, Heading heading) throws IOException {
            return this == JSON ? ChromeTrace.create(file, heading) : ChartFile.create(file, heading);
        }
    }

    /**
     * The run of a trace. Immutable.
     *
     * @param title what ran
     * @param pid the process id of the supervisor
     * @param startedNanos the start of the trace, in nanoseconds since 1970-01-01T00:00Z
     */
    record Heading(String title, long pid, long startedNanos) {}
}
