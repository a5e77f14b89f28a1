package dev.procpool.internal.engine;

import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.IdleStrategy;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads the events of all workers, and sleeps on their doorbells when there are none. Confined to the reader role, but for
 * {@link #attach}, {@link #detach} and {@link #wakeup}, which are thread-safe.
 *
 * <p>A frame is copied out and its document closed before anybody looks at it, and it is checked to the last byte before the
 * engine sees it: so the engine never meets half a frame.
 */
final class EventReader {

    private static final long MAX_PARK_MILLIS = 60_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** How long it sleeps at most while there may be results that nobody rings for. */
    private static final long PATIENT_MILLIS = 10;

    /** Results from this size on stay where they are, unless that is in a much larger buffer; the receiver gets another one. */
    private static final int LARGE_RESULTS = 64 << 10;

    /** How many frames of a worker are read in a turn, if they are small. */
    private static final int MAX_FRAMES = 16;

    /** Results of so much are delivered before any others are read: somebody may wait for them, and they take memory. */
    private static final int MAX_COLLECTED_BYTES = 64 << 10;

    /** What results take besides their bytes, about. */
    private static final int BYTES_OF_NO_RESULTS = 128;

    /** Results of a worker. */
    record Results(Worker worker, ItemsDone done) {}

    /** The engine, as the reader sees it. */
    interface Sink {

        /** Takes in what one worker sent, not only results. */
        void events(Worker worker, List<Event> events);

        /** Takes in results of several workers together, those of each in order. */
        void results(List<Results> results);

        /** Results were read, and could not be taken in. */
        void lost(Throwable cause);

        /** The worker sent something that cannot be, or its channel cannot be read. */
        void broken(Worker worker, Throwable cause);

        /** There is no memory here for what the worker sent. */
        void exhausted(Worker worker, OutOfMemoryError cause);

        /** Looks after workers that have exited; returns whether there were any. */
        boolean decideExits();

        /** Notes at each worker which result is awaited; returns whether there may be earlier ones. */
        boolean awaitResults();
    }

    private final Sink sink;
    private final Selector selector;
    private final IdleStrategy relax = new IdleStrategy();
    private final List<Worker> attached = new CopyOnWriteArrayList<>();
    private final List<Results> collected = new ArrayList<>();
    private long collectedBytes;
    private volatile boolean expectsQuick = true;
    private final Queue<Worker> unregistered = new ConcurrentLinkedQueue<>();

    EventReader(Sink sink) {
        this.sink = sink;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void attach(Worker worker) {
        unregistered.add(worker);
        attached.add(worker);
        wakeup();
    }

    void detach(Worker worker) {
        attached.remove(worker);
    }

    /** Ends a sleep of the reader. */
    void wakeup() {
        selector.wakeup();
    }

    /** Nobody reads any more. */
    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something may have changed: waiting starts anew. */
    void begin() {
        boolean workerWakes = false;
        for (Worker worker : attached) {
            workerWakes |= worker.link.doorbell().takeHasWoken();
        }
        relax.begin(workerWakes);
    }

    /** Whether what workers run may end within microseconds: else the processor is theirs, and the reader sleeps at once. */
    void expectQuick(boolean expected) {
        if (expectsQuick != expected) {
            expectsQuick = expected;
        }
    }

    /** Reads what there is, or waits a moment: first spinning, then yielding, then asleep for up to so long. */
    void step(long maxNanos) {
        if (turn()) {
            relax.begin();
        } else if (!expectsQuick || !relax.once()) {
            park(maxNanos);
            relax.begin();
        }
    }

    private boolean turn() {
        boolean worked = sink.decideExits();
        for (Worker worker : attached) {
            int frames = 0;
            while (frames < MAX_FRAMES && !hasCollectedMuch() && readFrame(worker)) {
                frames++;
            }
            worked |= frames > 0 || !worker.unreadable && worker.link.events().isArriving();
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
            Optional<Frame> frame = worker.link.events().poll();
            if (frame.isEmpty()) {
                return false;
            }
            events = parse(worker, frame.get());
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

    private static List<Event> parse(Worker worker, Frame frame) {
        List<Event> events = new ArrayList<>(1);
        worker.events.begin(frame);
        while (worker.events.hasNext()) {
            Event event = worker.events.nextEvent();
            events.add(event instanceof ItemsDone done ? checkedCopy(worker, done) : event);
        }
        return events;
    }

    private static ItemsDone checkedCopy(Worker worker, ItemsDone done) {
        if (done.count() < 1 || done.firstOrdinal() < 1) {
            throw new ProtocolException("results of " + done.count() + " items from " + done.firstOrdinal());
        }
        if (done.queuedNanos() < 0 || done.queuedNanos() > done.runNanos()) {
            throw new ProtocolException(done.queuedNanos() + " of " + done.runNanos() + " ns without a processor");
        }
        if (done.layout().isPacked()) {
            if (done.results().length() != (long) done.count() * done.layout().bytes()) {
                throw new ProtocolException(done.results().length() + " bytes of " + done.count() + " packed results");
            }
        } else if (done.layout() == ItemLayout.SIZED) {
            checkSized(done);
        } else if (done.count() > 1) {
            throw new ProtocolException(done.count() + " results where there can be one");
        }
        Slice results = done.results();
        if (results.isExact()) {
            return done; // nobody else has that array
        }
        boolean fillsBuffer = results.length() >= results.array().length / 2;
        if (results.length() >= LARGE_RESULTS && fillsBuffer) {
            worker.link.events().leaveBuffer();
            return done;
        }
        return new ItemsDone(
                done.firstOrdinal(),
                done.count(),
                done.runNanos(),
                done.queuedNanos(),
                done.layout(),
                Slice.of(results.toByteArray()));
    }

    private static void checkSized(ItemsDone done) {
        try {
            PayloadReader reader = done.results().reader();
            for (int i = 0; i < done.count(); i++) {
                ItemResult.read(reader);
            }
            if (reader.remaining() > 0) {
                throw new ProtocolException(reader.remaining() + " bytes after the last result");
            }
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("results that end too early", e);
        }
    }

    private void park(long maxNanos) {
        register();
        long mostMillis = sink.awaitResults() ? PATIENT_MILLIS : MAX_PARK_MILLIS;
        for (Worker worker : attached) {
            worker.link.words().eventsReader().raise(worker.awaitedOrdinal);
        }
        try {
            if (!turn()) {
                selector.select(Math.max(1, Math.min(mostMillis, maxNanos / NANOS_PER_MILLI)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Worker worker : attached) {
            worker.link.words().eventsReader().lower();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            WorkerLink link = (WorkerLink) key.attachment();
            if (!link.doorbell().drain()) {
                key.cancel(); // the worker is ending; its exit decides
            }
        }
        selector.selectedKeys().clear();
    }

    private void register() {
        for (Worker worker; (worker = unregistered.poll()) != null; ) {
            try {
                WorkerLink link = worker.link;
                if (link.doorbell().socket().isOpen()) {
                    link.doorbell().socket().register(selector, SelectionKey.OP_READ, link);
                }
            } catch (IOException e) {
                sink.broken(worker, e);
            }
        }
    }
}
