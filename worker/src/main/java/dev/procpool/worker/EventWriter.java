package dev.procpool.worker;

import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.Slice;
import java.util.List;

/** Publishes events. Thread-safe: the late committer writes too. */
final class EventWriter {

    private static final long AWAITED_BY_ALL = Long.MAX_VALUE;

    /** The destination of frames. */
    interface Out {

        /**
         * @param frame the pieces of the frame
         * @param ordinal the last item whose result the frame holds; larger than any if it holds no results
         */
        void publish(List<Slice> frame, long ordinal);
    }

    private final Out out;
    private final FrameWriter frame = new FrameWriter();

    EventWriter(Out out) {
        this.out = out;
    }

    /** Publishes one event in a frame of its own. */
    synchronized void write(Event event) {
        frame.begin();
        frame.add(event);
        out.publish(
                frame.pieces(),
                event instanceof ItemsDone done ? done.firstOrdinal() + done.count() - 1 : AWAITED_BY_ALL);
        frame.trim();
    }
}
