package dev.procpool;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.Slice;
import java.util.List;

/** The line of a {@link HostileWorker} to its supervisor: sends events, and bytes that are none. */
final class HostileLine {

    private final FrameWriter frame = new FrameWriter();
    private final Sender events;
    private final Doorbell doorbell;

    HostileLine(Sender events, Doorbell doorbell) {
        this.events = events;
        this.doorbell = doorbell;
    }

    void write(Event event) {
        send(event);
        doorbell.ring();
    }

    /** Sends without ringing: a supervisor that sleeps finds the event together with the next one. */
    void send(Event event) {
        frame.begin();
        frame.add(event);
        events.send(frame.pieces(), () -> {});
    }

    /** Numbers a frame that is not sent. */
    void skip(Event event) {
        frame.begin();
        frame.add(event);
        frame.pieces();
    }

    /** Sends an event up to its last payload, and {@code length} bytes in place of that. */
    void withTail(Event event, int length) {
        frame.begin();
        frame.add(event);
        events.send(List.of(frame.pieces().get(0), Slice.of(new byte[length])), () -> {});
        doorbell.ring();
    }

    void raw(byte[] bytes) {
        events.send(Slice.of(bytes));
        doorbell.ring();
    }

    /** The bytes of a frame with this event. */
    byte[] bytesOf(Event event) {
        frame.begin();
        frame.add(event);
        return frame.pieces().get(0).toByteArray();
    }
}
