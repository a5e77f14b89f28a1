package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;

/** The writing end of a queue. One thread at a time: the caller provides the happens-before. */
public final class Sender implements AutoCloseable {

    /** Frames of this size and larger go through the region, or only their last payload if that has the size. */
    static final int LARGE = 4 << 10;

    /** Payloads of this size and larger are announced: the reader copies them while they are written. */
    static final int VERY_LARGE = 512 << 10;

    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final SizeRolling rolling;
    private final DiskSpace room;
    private final RegionWriter region;
    private final int maxFrameBytes;

    Sender(
            ChronicleQueue queue,
            ExcerptAppender appender,
            SizeRolling rolling,
            DiskSpace room,
            RegionWriter region,
            int maxFrameBytes) {
        this.queue = queue;
        this.appender = appender;
        this.rolling = rolling;
        this.room = room;
        this.region = region;
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Publishes a frame that lies in one piece; see {@link #send(List, Runnable)}. */
    public void send(Slice frame) {
        send(List.of(frame), () -> {});
    }

    /**
     * Publishes a frame. If only its last piece is large, that piece alone goes through the region.
     *
     * @param pieces the parts of the frame, in order
     * @param wakeReader called before a very large last piece is copied, so that the reader copies it at the same time;
     *     the caller wakes the reader in any case once this method has returned
     * @throws IllegalArgumentException if the frame is empty or larger than the channel allows; nothing was written
     *     then
     * @throws NoRoomException if the file system is full; no frame was written then, but one may have been announced,
     *     so that no other frame can follow
     */
    public void send(List<Slice> pieces, Runnable wakeReader) {
        long length = 0;
        for (Slice piece : pieces) {
            length += piece.length();
        }
        if (length == 0 || length > maxFrameBytes) {
            throw new IllegalArgumentException("a frame of " + length + " bytes; the limit is " + maxFrameBytes);
        }
        if (length < LARGE) {
            write(pieces, (int) length);
            return;
        }
        int last = pieces.size() - 1;
        int beforeLast = (int) length - pieces.get(last).length();
        boolean isSplit = beforeLast < LARGE && length - beforeLast >= LARGE;
        int from = isSplit ? last : 0;
        int head = isSplit ? beforeLast : 0;
        Optional<RegionReference> found = region.find((int) length - head);
        if (found.isEmpty()) {
            write(pieces, (int) length);
            return;
        }
        RegionReference large = found.get();
        if (head > 0 && large.length() >= VERY_LARGE) {
            write(List.of(large.toAnnouncement()), RegionReference.BYTES);
            wakeReader.run();
        }
        if (!region.write(large, pieces.subList(from, pieces.size()))) {
            write(pieces, (int) length);
            return;
        }
        List<Slice> document = new ArrayList<>(1 + from);
        document.add(large.toDocument());
        document.addAll(pieces.subList(0, from));
        write(document, RegionReference.BYTES + head);
    }

    private void write(List<Slice> pieces, int length) {
        room.require(length);
        rolling.beforeWriting(length);
        DocumentContext document = appender.writingDocument();
        boolean written = false;
        try {
            for (Slice piece : pieces) {
                document.wire().bytes().write(piece.array(), piece.offset(), piece.length());
            }
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
        region.close();
    }
}
