package dev.procpool.worker;

import dev.procpool.protocol.Event;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.Slice;
import java.util.List;
import java.util.function.Consumer;

/** Publishes events. Thread-safe: the late committer writes too. */
final class EventWriter {

    private final Consumer<List<Slice>> out;
    private final MessageFrame.Writer frame = new MessageFrame.Writer();

    /** @param out gets each frame, piece by piece */
    EventWriter(Consumer<List<Slice>> out) {
        this.out = out;
    }

    /** Publishes one event in a frame of its own. */
    synchronized void write(Event event) {
        frame.begin();
        frame.add(event);
        out.accept(frame.pieces());
        frame.trim();
    }
}
