package dev.procpool.cli.trace;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Chrome trace events in the JSON object format: a process for each process, complete events ({@code X}) for what
 * lasted, instant events ({@code i}) for what happened, a counter ({@code C}) of the items that wait. Times are
 * microseconds since the start of the trace.
 *
 * <p>Events are written when there are 64 KiB of them, or the last ones were written a second ago. Each write ends the
 * document, and the next one overwrites that end: so the file is whole at any time, also if this process is killed.
 */
final class ChromeTrace implements TraceFile {

    private static final int FULL = 64 << 10;
    private static final long LATE_NANOS = 1_000_000_000;

    /** The number of processes whose names are kept in memory; a name that was forgotten is written once more. */
    private static final int MAX_NAMED = 10_000;

    private static final int MICROS_SCALE = 3;
    private static final byte[] END = "\n]}\n".getBytes(StandardCharsets.US_ASCII);

    private final FileChannel file;
    private final Heading heading;
    private final StringBuilder events = new StringBuilder(); // guarded by this, as all that follow
    private final Set<Place> named = new HashSet<>();
    private long written;
    private long writtenNanos = System.nanoTime();
    private boolean finished;

    private ChromeTrace(FileChannel file, Heading heading) {
        this.file = file;
        this.heading = heading;
    }

    static ChromeTrace create(Path file, Heading heading) throws IOException {
        ChromeTrace trace = new ChromeTrace(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), heading);
        trace.begin();
        return trace;
    }

    private synchronized void begin() throws IOException {
        String other = JsonWriter.string()
                .object()
                .value("title", heading.title())
                .value(
                        "startedAt",
                        Instant.ofEpochSecond(0, heading.startedNanos()).toString())
                .end()
                .done();
        events.append("{\"displayTimeUnit\":\"ms\",\"otherData\":")
                .append(other)
                .append(",\"traceEvents\":[\n")
                .append(named(heading.pid(), 0, "process_name", "procpool"));
        add(sorted(heading.pid(), 0));
        write();
    }

    @Override
    public synchronized void add(Span span) throws IOException {
        if (finished) {
            return;
        }
        name(span.place());
        Span.Items items = span.items();
        JsonStringWriter event = event(items == null ? "start-up" : items.name(), "X", span.place(), span.fromNanos())
                .value("cat", items == null ? "start-up" : "item")
                .value("dur", micros(span.nanos()))
                .object("args");
        if (items != null) {
            event.value("index", items.first());
            if (items.count() > 1) {
                event.value("count", items.count());
            }
            event.value("attempt", items.attempt()).value("outcome", items.outcome());
            if (!items.text().isEmpty()) {
                event.value("item", items.text());
            }
        }
        add(event.end().end().done());
    }

    @Override
    public synchronized void add(Mark mark) throws IOException {
        if (finished) {
            return;
        }
        name(mark.place());
        String kind = mark.kind().name().toLowerCase(Locale.ROOT);
        JsonStringWriter event = event(kind, "i", mark.place(), mark.atNanos())
                .value("cat", kind)
                .value("s", "p")
                .object("args")
                .value("what", mark.text());
        if (mark.item() >= 0) {
            event.value("index", mark.item());
        }
        add(event.end().end().done());
    }

    @Override
    public synchronized void pending(long atNanos, long items) throws IOException {
        if (!finished) {
            add(event("pending", "C", new Place("", 0, heading.pid()), atNanos)
                    .object("args")
                    .value("items", items)
                    .end()
                    .end()
                    .done());
        }
    }

    private void name(Place place) throws IOException {
        if (named.size() >= MAX_NAMED) {
            named.clear();
        }
        if (named.add(place)) {
            add(named(place.pid(), place.worker(), "process_name", processName(place)));
            add(named(place.pid(), place.worker(), "thread_name", "items"));
            add(sorted(place.pid(), place.worker()));
        }
    }

    /** Workers of a pool of threads are threads of the supervisor. */
    private String processName(Place place) {
        return place.pid() == heading.pid() ? "procpool" : place.name();
    }

    private static String named(long pid, int tid, String what, String name) {
        return metadata(pid, tid, what).value("name", name).end().end().done();
    }

    private static String sorted(long pid, int worker) {
        return metadata(pid, worker, "process_sort_index")
                .value("sort_index", worker)
                .end()
                .end()
                .done();
    }

    private static JsonStringWriter metadata(long pid, int tid, String what) {
        return JsonWriter.string()
                .object()
                .value("name", what)
                .value("ph", "M")
                .value("pid", pid)
                .value("tid", tid)
                .object("args");
    }

    private JsonStringWriter event(String name, String phase, Place place, long atNanos) {
        return JsonWriter.string()
                .object()
                .value("name", name)
                .value("ph", phase)
                .value("pid", place.pid())
                .value("tid", place.worker())
                .value("ts", micros(Math.max(0, atNanos - heading.startedNanos())));
    }

    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos, MICROS_SCALE);
    }

    private void add(String event) throws IOException {
        events.append(",\n").append(event);
        if (events.length() >= FULL || System.nanoTime() - writtenNanos > LATE_NANOS) {
            write();
        }
    }

    private void write() throws IOException {
        byte[] text = events.toString().getBytes(StandardCharsets.UTF_8);
        events.setLength(0);
        ByteBuffer bytes =
                ByteBuffer.allocate(text.length + END.length).put(text).put(END).flip();
        for (long at = written; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
        written += text.length;
        writtenNanos = System.nanoTime();
    }

    @Override
    public synchronized void finish() throws IOException {
        if (!finished) {
            finished = true;
            try (file) {
                write();
            }
        }
    }
}
