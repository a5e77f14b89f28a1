package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import java.time.Duration;
import java.util.TreeMap;

/**
 * Outcomes that arrive in any order, in the order of the items: each one is taken as soon as it arrives, and kept until
 * its turn has come. {@link #hasReady} ends the validity of texts as {@link #next} does. Confined to one thread, except
 * for {@link #cancelPending}.
 */
final class OrderedResults implements LineResults {

    /** An outcome that is kept. */
    private record Kept(
            byte[] line, byte[] result, Throwable failure, Attempt attempt, long ranNanos, long startedNanos) {

        static Kept of(LineResults item) {
            return new Kept(
                    item.line().toByteArray(),
                    item.result().toByteArray(),
                    item.failure(),
                    item.attempt(),
                    item.ranNanos(),
                    item.startedNanos());
        }

        long bytes() {
            return line.length + result.length;
        }
    }

    private final LineResults arriving;
    private final ReadWindow window;
    private final TreeMap<Long, Kept> kept = new TreeMap<>();
    private final LineText line = new LineText();
    private final LineText result = new LineText();
    private Kept current; // null where the current outcome is that of the arriving ones
    private long index = -1;
    private boolean isAtEnd;
    private RuntimeException failureAtEnd;

    /** @param window the items of these outcomes */
    OrderedResults(LineResults arriving, ReadWindow window) {
        this.arriving = arriving;
        this.window = window;
    }

    @Override
    public boolean next() {
        if (index >= 0) {
            window.printed();
        }
        while (!isNextKept()) {
            if (!arrive()) {
                return isLastKept();
            }
            if (arriving.index() == index + 1) {
                index++;
                current = null;
                return true;
            }
            keep();
        }
        moveTo(index + 1);
        return true;
    }

    private boolean isNextKept() {
        return kept.containsKey(index + 1);
    }

    private boolean arrive() {
        if (!isAtEnd) {
            try {
                isAtEnd = !arriving.next();
            } catch (RuntimeException e) {
                isAtEnd = true;
                failureAtEnd = e;
            }
        }
        return !isAtEnd;
    }

    private void keep() {
        Kept outcome = Kept.of(arriving);
        kept.put(arriving.index(), outcome);
        window.kept(outcome.bytes());
    }

    /** An item that has no outcome is passed over when there will be no others. */
    private boolean isLastKept() {
        if (!kept.isEmpty()) {
            moveTo(kept.firstKey());
            return true;
        }
        if (failureAtEnd != null) {
            RuntimeException failure = failureAtEnd;
            failureAtEnd = null;
            throw failure;
        }
        return false;
    }

    private void moveTo(long newIndex) {
        index = newIndex;
        current = kept.remove(newIndex);
        window.kept(-current.bytes());
        line.moveTo(current.line);
        result.moveTo(current.result);
    }

    @Override
    public boolean hasReady() {
        while (!isAtEnd && !isNextKept() && arriving.hasReady()) {
            if (arrive()) {
                keep();
            }
        }
        return isAtEnd || isNextKept();
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public Throwable failure() {
        return current == null ? arriving.failure() : current.failure;
    }

    @Override
    public LineText result() {
        return current == null ? arriving.result() : result;
    }

    @Override
    public LineText line() {
        return current == null ? arriving.line() : line;
    }

    @Override
    public Attempt attempt() {
        return current == null ? arriving.attempt() : current.attempt;
    }

    @Override
    public long ranNanos() {
        return current == null ? arriving.ranNanos() : current.ranNanos;
    }

    @Override
    public long startedNanos() {
        return current == null ? arriving.startedNanos() : current.startedNanos;
    }

    @Override
    public void timeout(Duration limit) {
        arriving.timeout(limit);
    }

    @Override
    public void cancelPending() {
        window.end();
        arriving.cancelPending();
    }

    @Override
    public void close() {
        window.end();
        arriving.close();
    }
}
