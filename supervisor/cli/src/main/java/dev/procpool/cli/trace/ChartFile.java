package dev.procpool.cli.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A page with a Gantt chart: a row for each worker, a bar for each item. It needs no other file, and no script. It is
 * drawn at the end: the file says so if the process is killed before.
 */
final class ChartFile implements TraceFile {

    private final Path file;
    private final Heading heading;
    private final ChartData data = new ChartData(); // guarded by this, as the next
    private boolean finished;

    private ChartFile(Path file, Heading heading) {
        this.file = file;
        this.heading = heading;
    }

    static ChartFile create(Path file, Heading heading) throws IOException {
        Files.writeString(file, ChartPage.withoutEnd(heading), StandardOpenOption.CREATE_NEW);
        return new ChartFile(file, heading);
    }

    @Override
    public synchronized void add(Span span) {
        data.add(span);
    }

    @Override
    public synchronized void add(Mark mark) {
        data.add(mark);
    }

    @Override
    public synchronized void pending(long atNanos, long items) {
        data.pending(atNanos, items);
    }

    @Override
    public synchronized void finish() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            new ChartPage(heading, data).writeTo(out);
        }
    }
}
