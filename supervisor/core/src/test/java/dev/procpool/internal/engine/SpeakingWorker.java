package dev.procpool.internal.engine;

import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.engine.workers.Links;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A worker without a process: the test sends its events. Its queue, words and sockets are real. */
final class SpeakingWorker implements AutoCloseable {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final Worker worker;
    private final Sender events;
    private final Doorbell doorbell;
    private final FrameWriter frame = new FrameWriter();
    private long ordinal;

    SpeakingWorker(int id, Path directory) throws IOException {
        Path queue = directory.resolve("events-" + id);
        SharedWords words = SharedWords.unshared();
        events = QueueChannel.openSender(queue, MAX_FRAME_BYTES);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket-" + id));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            doorbell = new Doorbell(nonBlocking(SocketChannel.open(address)), words.readerParked());
            Doorbell ofSupervisor = new Doorbell(nonBlocking(server.accept()), words.workerParked());
            worker = new Worker(PoolName.NONE, id, 1, System.nanoTime(), -1);
            Links.attach(
                    worker,
                    new WorkerLink(null, QueueChannel.openReceiver(queue, MAX_FRAME_BYTES), ofSupervisor, null, words));
        }
    }

    private static SocketChannel nonBlocking(SocketChannel socket) throws IOException {
        socket.configureBlocking(false);
        return socket;
    }

    /** The worker as the reader knows it. */
    Worker worker() {
        return worker;
    }

    /** The worker's end of the doorbell of the reader. */
    Doorbell doorbell() {
        return doorbell;
    }

    /** Sends events in one frame. */
    void say(Event... all) {
        frame.begin();
        for (Event event : all) {
            frame.add(event);
        }
        events.send(frame.pieces(), () -> {});
        frame.trim();
    }

    /** Sends the result of the next item, a number. */
    void finish() {
        say(new ItemsDone(++ordinal, 1, 1, 10, 0, ItemLayout.INTS, Slice.of(new byte[Integer.BYTES])));
    }

    /** Sends the result of the next item, of this size. */
    void finish(int bytes) {
        say(new ItemsDone(++ordinal, 1, 1, 10, 0, ItemLayout.BYTES, Slice.of(new byte[bytes])));
    }

    @Override
    public void close() {
        worker.link().events().close();
        worker.link().doorbell().close();
        doorbell.close();
        events.close();
    }
}
