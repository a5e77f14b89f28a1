package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Outcomes of lines that a test has made. */
final class FakeResults implements LineResults {

    /** The outcomes in the order in which they arrive. */
    private record Made(String line, String result, Throwable failure, Attempt attempt) {}

    static final Attempt FIRST = new Attempt(2, 4711, 1, Duration.ofNanos(3_100_000));
    private static final Attempt NONE = new Attempt(0, 0, 1, Duration.ZERO);

    final List<Duration> limits = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private final LineText line = new LineText();
    private final LineText result = new LineText();
    private Iterator<Made> all;
    private long[] indexes;
    private int taken;
    private int readyTimes = Integer.MAX_VALUE;
    private RuntimeException failureAtEnd;
    private Made current;
    private long index = -1;

    FakeResults succeeded(String itsLine, String itsResult) {
        made.add(new Made(itsLine, itsResult, null, FIRST));
        return this;
    }

    FakeResults failed(String itsLine, Throwable failure) {
        made.add(new Made(itsLine, "", failure, NONE));
        return this;
    }

    /** The positions of the outcomes, where they are not in order. */
    FakeResults at(long... itsIndexes) {
        indexes = itsIndexes;
        return this;
    }

    /** The number of outcomes that are ready without waiting. */
    FakeResults readyTimes(int times) {
        readyTimes = times;
        return this;
    }

    FakeResults thenFailing(RuntimeException failure) {
        failureAtEnd = failure;
        return this;
    }

    @Override
    public boolean next() {
        all = all == null ? made.iterator() : all;
        if (!all.hasNext()) {
            if (failureAtEnd != null) {
                throw failureAtEnd;
            }
            return false;
        }
        current = all.next();
        move(line, current.line);
        move(result, current.result);
        index = indexes == null ? taken : indexes[taken];
        taken++;
        return true;
    }

    private static void move(LineText text, String to) {
        byte[] bytes = ("<" + to + ">").getBytes(StandardCharsets.UTF_8);
        text.moveTo(bytes, 1, bytes.length - 2);
    }

    @Override
    public boolean hasReady() {
        return taken < readyTimes;
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public Throwable failure() {
        return current.failure;
    }

    @Override
    public LineText result() {
        return result;
    }

    @Override
    public LineText line() {
        return line;
    }

    @Override
    public Attempt attempt() {
        return current.attempt;
    }

    @Override
    public long startedNanos() {
        return 0;
    }

    @Override
    public long ranNanos() {
        return 20_000;
    }

    @Override
    public void timeout(Duration limit) {
        limits.add(limit);
    }

    @Override
    public void cancelPending() {
        made.clear();
    }

    @Override
    public void close() {
        made.clear();
    }
}
