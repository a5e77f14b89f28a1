package dev.procpool.protocol.channel;

import dev.procpool.protocol.Slice;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;

/** The writing end of a queue. One thread at a time: the caller provides the happens-before. */
public final class Sender implements AutoCloseable {

    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final SizeRolling rolling;
    private final FreeRoom room;
    private final int maxFrameBytes;

    Sender(ChronicleQueue queue, ExcerptAppender appender, SizeRolling rolling, FreeRoom room, int maxFrameBytes) {
        this.queue = queue;
        this.appender = appender;
        this.rolling = rolling;
        this.room = room;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Publishes a frame.
     *
     * @throws IllegalArgumentException if it is empty or larger than the channel allows; nothing was written then
     * @throws NoRoomException if the file system is full; nothing was written then
     */
    public void send(Slice frame) {
        if (frame.length() == 0 || frame.length() > maxFrameBytes) {
            throw new IllegalArgumentException(
                    "a frame of " + frame.length() + " bytes; the limit is " + maxFrameBytes);
        }
        room.require(frame.length());
        rolling.beforeWriting(frame.length());
        DocumentContext document = appender.writingDocument();
        boolean written = false;
        try {
            document.wire().bytes().write(frame.array(), frame.offset(), frame.length());
            written = true;
        } finally {
            if (!written) {
                document.rollbackOnClose();
            }
            document.close();
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
