package dev.procpool.bench;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.IdleStrategy;
import dev.procpool.protocol.channel.ParkedFlag;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.Slice;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One side of two bare queues between two JVMs, with the doorbells and the waiting rule of the pool but none of its
 * rest. Confined to one thread.
 */
final class ChroniclePair implements AutoCloseable {

    private static final String THERE = "there";
    private static final String BACK = "back";
    private static final String WORDS = "words";
    private static final String SOCKET = "s";
    private static final int LARGE = 8 << 10;
    private static final Slice BEFORE_LARGE = Slice.of(new byte[64]);

    private final Sender sender;
    private final Receiver receiver;
    private final Doorbell doorbell;
    private final ParkedFlag parked;
    private final Selector selector = Selector.open();
    private final IdleStrategy relax = new IdleStrategy();
    private boolean wasWoken;

    private ChroniclePair(Sender sender, Receiver receiver, Doorbell doorbell, ParkedFlag parked) throws IOException {
        this.sender = sender;
        this.receiver = receiver;
        this.doorbell = doorbell;
        this.parked = parked;
        doorbell.socket().register(selector, SelectionKey.OP_READ);
    }

    /**
     * The side that begins.
     *
     * @param directory an empty one
     * @param peer starts the JVM whose main is that of this class
     */
    static ChroniclePair open(Path directory, int maxFrame, PeerStarter peer) throws IOException {
        SharedWords.create(directory.resolve(WORDS));
        SharedWords words = SharedWords.open(directory.resolve(WORDS));
        Sender sender = QueueChannel.openSender(directory.resolve(THERE), maxFrame);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(directory.resolve(SOCKET)));
            peer.start();
            SocketChannel socket = server.accept();
            socket.configureBlocking(false);
            return new ChroniclePair(
                    sender,
                    QueueChannel.openReceiver(directory.resolve(BACK), maxFrame),
                    new Doorbell(socket, words.workerParked()),
                    words.readerParked());
        }
    }

    /** Starts the other side. */
    interface PeerStarter {
        void start() throws IOException;
    }

    /** The other side: sends everything back. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int maxFrame = Integer.parseInt(args[1]);
        SharedWords words = SharedWords.open(directory.resolve(WORDS));
        Sender sender = QueueChannel.openSender(directory.resolve(BACK), maxFrame);
        Receiver receiver = QueueChannel.openReceiver(directory.resolve(THERE), maxFrame);
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(SOCKET)));
        socket.configureBlocking(false);
        try (ChroniclePair pair =
                new ChroniclePair(sender, receiver, new Doorbell(socket, words.readerParked()), words.workerParked())) {
            while (true) {
                pair.send(pair.receive());
            }
        } catch (EOFException e) {
            // The side that began is done.
        }
    }

    /** Sends a large payload the way the pool does: after the rest of its frame. */
    void send(Slice payload) {
        List<Slice> frame = payload.length() < LARGE ? List.of(payload) : List.of(BEFORE_LARGE, payload);
        sender.send(frame, doorbell::ring);
        doorbell.ring();
    }

    /** Waits for the next frame; it is valid until the next call. */
    Slice receive() throws IOException {
        relax.begin(doorbell.takeHasWoken() || wasWoken);
        wasWoken = false;
        boolean announced = false;
        while (true) {
            Optional<Frame> frame = receiver.poll();
            if (frame.isPresent()) {
                if (announced) {
                    parked.lower();
                }
                Frame.Tail tail = frame.get().tail();
                return tail == null ? frame.get().head() : tail.read(false);
            }
            if (receiver.isArriving()) {
                continue;
            }
            if (announced) {
                sleep();
                announced = false;
                relax.begin();
            } else if (!relax.once()) {
                if (!doorbell.drain()) {
                    throw new EOFException("the other side is gone");
                }
                parked.raise();
                announced = true; // and look once more before sleeping
            }
        }
    }

    private void sleep() throws IOException {
        selector.select();
        selector.selectedKeys().clear();
        parked.lower();
        wasWoken = true;
    }

    @Override
    public void close() throws IOException {
        doorbell.close();
        selector.close();
        receiver.close();
        sender.close();
    }
}
