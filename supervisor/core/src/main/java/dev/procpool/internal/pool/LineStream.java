package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadReader;
import java.time.Duration;

/**
 * The outcomes of lines as they arrive. Texts are not decoded: the consumer gets their bytes where they are. Confined
 * to the thread of the consumer, except for {@link #cancelPending}.
 */
final class LineStream implements LineResults {

    private static final Attempt NONE = new Attempt(0, 0, 1, Duration.ZERO);

    /** Keeps the pool from being taken for forgotten while the program holds these results. */
    private final Pool pool;

    private final Arrivals arrivals;
    private final OutcomeDecoder decoder;
    private final LineBatches batches;

    /** Outcomes of the current settlement that are no packed texts. */
    private final OutcomeBuffer<Object> others = new OutcomeBuffer<>();

    private Settlement current;

    /** The packed texts of the current settlement that are left. */
    private PayloadReader texts;

    private int textsLeft;

    private final LineText result = new LineText();
    private final LineText line = new LineText();
    private long index = -1;
    private long indexOfLine = -1;
    private Throwable failure;
    private Attempt attempt = NONE;
    private long startedNanos;
    private long ranNanos;

    LineStream(Pool pool, Arrivals arrivals, OutcomeDecoder decoder, LineBatches batches) {
        this.pool = pool;
        this.arrivals = arrivals;
        this.decoder = decoder;
        this.batches = batches;
    }

    @Override
    public boolean next() {
        while (textsLeft == 0 && others.isEmpty()) {
            if (!arrive()) {
                return arrivals.failInput();
            }
        }
        if (textsLeft > 0) {
            moveToText();
        } else {
            moveTo(others.next());
        }
        arrivals.took();
        return true;
    }

    private boolean arrive() {
        if (current != null) {
            batches.done(current.firstIndex(), current.count());
        }
        current = arrivals.next();
        if (current == null) {
            return false;
        }
        if (current instanceof Settlement.Encoded encoded && encoded.layout() == ItemLayout.TEXTS) {
            texts = encoded.results().reader();
            textsLeft = encoded.count();
            index = encoded.firstIndex() - 1;
            failure = null;
            attempt = new Attempt(
                    encoded.workerId(), encoded.pid(), encoded.attempt(), Duration.ofNanos(encoded.queuedNanos()));
            ranNanos = encoded.nanosEach();
            long started = encoded.startedNanos(-1);
            startedNanos = started == 0 ? 0 : arrivals.call().wallClock().epochNanos(started);
        } else {
            decoder.decode(arrivals.call(), current, others);
        }
        return true;
    }

    private void moveToText() {
        int head = ItemLayout.TEXTS.head(texts);
        int length = ItemLayout.TEXTS.length(head);
        if (ItemLayout.isUtf8(head)) {
            result.moveTo(texts.array(), texts.position(), length);
        } else {
            moveResultTo(ItemLayout.TEXTS.get(texts.array(), texts.position(), head));
        }
        texts.skip(length);
        textsLeft--;
        index++;
        startedNanos += startedNanos == 0 ? 0 : ranNanos;
    }

    private void moveTo(Outcome<Object> outcome) {
        index = outcome.index();
        failure = outcome.failure();
        if (failure == null) {
            moveResultTo(outcome.value());
        } else {
            result.clear();
        }
        ranNanos = Times.nanos(outcome.ran());
        startedNanos = outcome.started() == null ? 0 : Times.epochNanos(outcome.started());
        Attempt its = new Attempt(outcome.workerId(), outcome.pid(), outcome.attempt(), outcome.queued());
        if (!its.equals(attempt)) {
            attempt = its;
        }
    }

    private void moveResultTo(Object value) {
        if (value instanceof byte[] raw) {
            result.moveTo(raw);
        } else {
            result.moveTo(String.valueOf(value));
        }
    }

    @Override
    public boolean hasReady() {
        return textsLeft > 0 || !others.isEmpty() || arrivals.hasReady();
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public LineText result() {
        return result;
    }

    @Override
    public LineText line() {
        if (indexOfLine != index) {
            batches.find(index, line);
            indexOfLine = index;
        }
        return line;
    }

    @Override
    public Attempt attempt() {
        return attempt;
    }

    @Override
    public long ranNanos() {
        return ranNanos;
    }

    @Override
    public long startedNanos() {
        return startedNanos;
    }

    @Override
    public void timeout(Duration limit) {
        Call call = arrivals.call();
        call.limit(call.limits().runningFor(Times.nanos(limit)));
    }

    @Override
    public void cancelPending() {
        arrivals.cancelPending();
    }

    @Override
    public void close() {
        textsLeft = 0;
        others.clear();
        arrivals.close();
    }

    @Override
    public String toString() {
        return "results of task " + arrivals.call().id() + " of " + pool;
    }
}
