package dev.procpool.internal.engine;

import dev.procpool.protocol.channel.IdleStrategy;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads the events of all workers, and sleeps on their doorbells when there are none. Confined to the reader role,
 * but for {@link #attach}, {@link #detach} and {@link #wakeup}, which are thread-safe.
 *
 * <p>A frame is copied out and its document closed before anything looks at it, and it is checked to the last byte
 * before the engine sees it: so the engine never meets half a frame.
 */
final class EventReader {

    private static final long MAX_PARK_MILLIS = 60_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The longest sleep while there may be results that no worker rings for. */
    private static final long PATIENT_MILLIS = 10;

    /** The most frames of one worker that are read in a turn, if they are small. */
    private static final int MAX_FRAMES = 16;

    /**
     * Collected results of this size are delivered before any others are read: a call may wait for them, and they
     * take memory.
     */
    private static final int MAX_COLLECTED_BYTES = 64 << 10;

    /** The size of results besides their bytes, about. */
    private static final int BYTES_OF_NO_RESULTS = 128;

    /** Results of a worker. */
    record Results(Worker worker, ItemsDone done) {}

    /** The engine, as the reader sees it. */
    interface Sink {

        /** Takes in events of one worker, not only results. */
        void events(Worker worker, List<Event> events);

        /** Takes in results of several workers together, those of each worker in order. */
        void results(List<Results> results);

        /** Results were read, and could not be taken in. */
        void lost(Throwable cause);

        /** The worker sent something that no worker sends, or its channel cannot be read. */
        void broken(Worker worker, Throwable cause);

        /** This JVM has no memory for the frame that the worker sent. */
        void exhausted(Worker worker, OutOfMemoryError cause);

        /** Notes at each worker which result is awaited; returns whether there may be earlier ones. */
        boolean awaitResults();
    }

    private final Sink sink;
    private final Doorbells doorbells = new Doorbells();
    private final IdleStrategy relax = new IdleStrategy();
    private final List<Worker> attached = new CopyOnWriteArrayList<>();
    private final List<Results> collected = new ArrayList<>();
    private long collectedBytes;
    private volatile boolean expectsQuick = true;

    EventReader(Sink sink) {
        this.sink = sink;
    }

    void attach(Worker worker) {
        attached.add(worker);
        doorbells.add(worker);
    }

    void detach(Worker worker) {
        attached.remove(worker);
    }

    /** Ends a sleep of the reader. */
    void wakeup() {
        doorbells.wakeup();
    }

    /** Frees what the reader sleeps on: it is not used any more. */
    void close() {
        doorbells.close();
    }

    /** Begins to wait anew: first spinning, then yielding, then asleep. */
    void begin() {
        boolean workerWakes = false;
        for (Worker worker : attached) {
            workerWakes |= worker.link().doorbell().takeHasWoken();
        }
        relax.begin(workerWakes);
    }

    /**
     * Notes whether running items may end within microseconds: else the reader sleeps at once, to leave the processor
     * to them.
     */
    void expectQuick(boolean expected) {
        if (expectsQuick != expected) {
            expectsQuick = expected;
        }
    }

    /**
     * Reads what there is, or waits a moment: first spinning, then yielding, then asleep for up to {@code maxNanos}.
     */
    void step(long maxNanos) {
        if (turn()) {
            relax.begin();
        } else if (!expectsQuick || !relax.once()) {
            park(maxNanos);
            relax.begin();
        }
    }

    private boolean turn() {
        boolean worked = false;
        for (Worker worker : attached) {
            int frames = 0;
            while (frames < MAX_FRAMES && !hasCollectedMuch() && readFrame(worker)) {
                frames++;
            }
            worked |= frames > 0 || !worker.unreadable && worker.link().events().isArriving();
            if (hasCollectedMuch()) {
                deliver();
            }
        }
        deliver();
        return worked;
    }

    /** Reads a dead worker's events to the end. */
    void drain(Worker worker) {
        boolean more;
        do {
            more = readFrame(worker);
            if (hasCollectedMuch()) {
                deliver();
            }
        } while (more);
        deliver();
    }

    /** Reads the next frame of a worker, if there is one; results are collected until they are delivered. */
    private boolean readFrame(Worker worker) {
        if (worker.unreadable) {
            return false;
        }
        List<Event> events;
        try {
            Optional<Frame> frame = worker.link().events().poll();
            if (frame.isEmpty()) {
                return false;
            }
            events = EventParser.parse(worker, frame.get());
            if (areResults(events)) {
                collect(worker, events);
                return true;
            }
        } catch (OutOfMemoryError e) {
            deliver();
            worker.unreadable = true;
            sink.exhausted(worker, e);
            return true;
        } catch (Throwable e) {
            deliver();
            worker.unreadable = true;
            sink.broken(worker, e);
            return true;
        }
        deliver();
        sink.events(worker, events);
        return true;
    }

    private static boolean areResults(List<Event> events) {
        for (Event event : events) {
            if (!(event instanceof ItemsDone)) {
                return false;
            }
        }
        return true;
    }

    private void collect(Worker worker, List<Event> results) {
        for (Event event : results) {
            ItemsDone done = (ItemsDone) event;
            collected.add(new Results(worker, done));
            collectedBytes += BYTES_OF_NO_RESULTS + done.results().length();
        }
    }

    private boolean hasCollectedMuch() {
        return collectedBytes >= MAX_COLLECTED_BYTES;
    }

    private void deliver() {
        if (collected.isEmpty()) {
            return;
        }
        try {
            sink.results(collected);
        } catch (Throwable e) {
            sink.lost(e);
        } finally {
            collected.clear();
            collectedBytes = 0;
        }
    }

    private void park(long maxNanos) {
        doorbells.register(sink::broken);
        long mostMillis = sink.awaitResults() ? PATIENT_MILLIS : MAX_PARK_MILLIS;
        for (Worker worker : attached) {
            worker.link().words().readerParked().raise(worker.awaitedOrdinal);
        }
        if (!turn()) {
            doorbells.sleep(Math.max(1, Math.min(mostMillis, maxNanos / NANOS_PER_MILLI)));
        }
        for (Worker worker : attached) {
            worker.link().words().readerParked().lower();
        }
        doorbells.drain();
    }
}
