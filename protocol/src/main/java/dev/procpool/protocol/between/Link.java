package dev.procpool.protocol.between;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The line of this process to a home in another process. Thread-safe; {@link #read} is confined to the thread of the
 * lines.
 *
 * <pre>
 * participant, once   +---------------+
 *                     | token 16 byte |
 *                     +---------------+
 * home, once          +--------------------+----------+
 *                     | participant u64    | slot u32 |
 *                     +--------------------+----------+
 * participant         +--------------------+      a change needs the home: the offset of the word, divided by 8
 *                     | word u32           |
 *                     +--------------------+
 * home                +--------------------+      a cell of this participant was changed
 *                     | ring u8            |
 *                     +--------------------+
 * </pre>
 */
final class Link {

    static final int WELCOME_BYTES = Long.BYTES + Integer.BYTES;

    private static final int MAX_ROUNDS = 16;

    private final HomeAddress address;
    private final SocketChannel socket;
    private final Consumer<HomeAddress> onEnd;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final ByteBuffer welcome = ByteBuffer.allocate(WELCOME_BYTES);
    private final ByteBuffer rings = ByteBuffer.allocateDirect(256);
    private volatile Participant participant;
    private volatile HomeLostException refusal;

    private Link(HomeAddress address, SocketChannel socket, Consumer<HomeAddress> onEnd) {
        this.address = address;
        this.socket = socket;
        this.onEnd = onEnd;
    }

    /**
     * Connects to a home and does not wait for its answer. The kernel accepts the connection even if the home is
     * stopped.
     *
     * @param onEnd told when the line has ended
     * @throws HomeLostException if there is no such home
     */
    static Link connect(HomeAddress address, Consumer<HomeAddress> onEnd) {
        try {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                socket.configureBlocking(false); // first of all: an interrupt would close a blocking socket
                if (!socket.connect(UnixDomainSocketAddress.of(address.socket()))) {
                    throw new IOException("too many processes wait for its answer");
                }
                socket.write(ByteBuffer.wrap(address.token()));
                Link link = new Link(address, socket, onEnd);
                Lines.HERE.add(socket, SelectionKey.OP_READ, link::read);
                return link;
            } catch (IOException | RuntimeException | Error e) { // the system may have no more threads
                socket.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new HomeLostException("the process that keeps " + address + " cannot be reached: " + e, e);
        }
    }

    /**
     * This process as a participant, once the home has answered.
     *
     * @return null if the home has not answered in time
     * @throws HomeLostException if the home has refused this process, or has died
     */
    Participant await(long timeoutNanos) throws InterruptedException {
        if (!answered.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
            return null;
        }
        HomeLostException reason = refusal;
        if (reason != null) {
            throw new HomeLostException(reason.getMessage(), reason);
        }
        return participant;
    }

    /** Takes what the home has sent. */
    private void read() throws IOException {
        try {
            boolean isOpen = participant == null ? readWelcome() : readRings();
            if (!isOpen) {
                end("its line has ended");
            }
        } catch (IOException | RuntimeException | Error e) {
            end(e.toString());
        }
    }

    private boolean readWelcome() throws IOException {
        if (socket.read(welcome) < 0) {
            return false;
        }
        if (!welcome.hasRemaining()) {
            long number = welcome.flip().getLong();
            int slot = welcome.getInt();
            Region page = Page.open(address.page(), Layout.STANDARD);
            participant = new Participant(address, number, slot, page, Layout.STANDARD, wordAt -> ring(page, wordAt));
            answered.countDown();
        }
        return true;
    }

    private boolean readRings() throws IOException {
        int read;
        int rounds = 0;
        do {
            read = socket.read(rings.clear());
        } while (read == rings.capacity() && ++rounds < MAX_ROUNDS);
        participant.waiters().wakeGranted();
        return read >= 0;
    }

    private void end(String reason) {
        Participant known = participant;
        if (known == null) {
            refusal = new HomeLostException(
                    "the process that keeps " + address + " did not let this one in: " + reason, null);
            answered.countDown();
        } else {
            known.lose(reason);
        }
        onEnd.accept(address);
        Lines.HERE.remove(socket);
    }

    /**
     * Rings the home. A line that is full has rings that the home has not read: it looks at all cells then, as the page
     * says that a ring was lost.
     */
    private void ring(Words words, int wordAt) {
        try {
            ByteBuffer ring = ByteBuffer.allocate(Integer.BYTES)
                    .putInt(wordAt / Long.BYTES)
                    .flip();
            if (socket.write(ring) == 0) {
                words.set(Layout.LOST_RING, 1);
                socket.write(ring);
            }
        } catch (IOException e) {
            // The home is gone, which the end of the line reports.
        }
    }
}
