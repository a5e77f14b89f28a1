package dev.procpool.internal.engine;

import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;

/** Parses the frames that workers send, and checks them to the last byte. Confined to the reader role. */
final class EventParser {

    /**
     * Results from this size on stay where they are, unless that is in a much larger buffer; the receiver gets
     * another one.
     */
    private static final int LARGE_RESULTS = 64 << 10;

    private EventParser() {}

    /**
     * Parses a frame of a worker. The events do not depend on the frame's buffer any more.
     *
     * @throws ProtocolException if the frame is one that no worker sends
     */
    static List<Event> parse(Worker worker, Frame frame) {
        List<Event> events = new ArrayList<>(1);
        worker.events.begin(frame);
        while (worker.events.hasNext()) {
            Event event = worker.events.nextEvent();
            events.add(event instanceof ItemsDone done ? checkedCopy(worker, done) : event);
        }
        return events;
    }

    private static ItemsDone checkedCopy(Worker worker, ItemsDone done) {
        check(done);
        Slice results = done.results();
        if (results.isExact()) {
            return done; // nothing else refers to that array
        }
        boolean fillsBuffer = results.length() >= results.array().length / 2;
        if (results.length() >= LARGE_RESULTS && fillsBuffer) {
            worker.link().events().leaveBuffer();
            return done;
        }
        return new ItemsDone(
                done.firstOrdinal(),
                done.count(),
                done.startedNanos(),
                done.runNanos(),
                done.queuedNanos(),
                done.layout(),
                done.form(),
                Slice.of(results.toByteArray()));
    }

    private static void check(ItemsDone done) {
        if (done.count() < 1 || done.firstOrdinal() < 1) {
            throw new ProtocolException("results of " + done.count() + " items from " + done.firstOrdinal());
        }
        if (done.queuedNanos() < 0 || done.queuedNanos() > done.runNanos()) {
            throw new ProtocolException(done.queuedNanos() + " of " + done.runNanos() + " ns without a processor");
        }
        if (done.layout().bytes() > 0) {
            if (done.results().length() != (long) done.count() * done.layout().bytes()) {
                throw new ProtocolException(done.results().length() + " bytes of " + done.count() + " packed results");
            }
        } else if (done.layout() != ItemLayout.BYTES) {
            checkLengths(done);
        } else if (done.count() > 1) {
            throw new ProtocolException(done.count() + " results where there can be one");
        }
    }

    private static void checkLengths(ItemsDone done) {
        try {
            PayloadReader reader = done.results().reader();
            if (done.layout().isPacked()) {
                done.layout().skip(reader, done.count());
            } else {
                for (int i = 0; i < done.count(); i++) {
                    ItemResult.read(reader);
                }
            }
            if (reader.remaining() > 0) {
                throw new ProtocolException(reader.remaining() + " bytes after the last result");
            }
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("results that end too early", e);
        }
    }
}
