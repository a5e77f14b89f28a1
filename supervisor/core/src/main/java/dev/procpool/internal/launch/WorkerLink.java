package dev.procpool.internal.launch;

import dev.procpool.internal.base.Times;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.StackFrames;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The supervisor's ends of everything between it and one worker incarnation.
 *
 * @param commands guarded by the engine lock
 * @param events confined to the reader role
 * @param doorbell wakes the worker, and is rung by it
 * @param control stays open until the worker may end: its end is the worker's end
 * @param words the words that both sides map
 */
public record WorkerLink(Sender commands, Receiver events, Doorbell doorbell, SocketChannel control, SharedWords words)
        implements AutoCloseable {

    /**
     * Waits until a worker has connected both of its lines, and opens the queues in its directory.
     *
     * @param maxFrameBytes the largest frame in bytes, in both directions
     * @throws java.nio.channels.ClosedChannelException if the server is closed meanwhile
     */
    static WorkerLink connect(ControlServer server, WorkerDirectory directory, int maxFrameBytes) throws IOException {
        Map<WorkerLine.Line, SocketChannel> lines = new EnumMap<>(WorkerLine.Line.class);
        Sender commands = null;
        Receiver events = null;
        try {
            commands = QueueChannel.openSender(directory.commands(), maxFrameBytes);
            SharedWords words = SharedWords.open(directory.words());
            while (lines.size() < WorkerLine.Line.values().length) {
                ControlServer.Connection connection = server.accept();
                lines.put(connection.line(), connection.socket());
            }
            SocketChannel control = lines.get(WorkerLine.Line.CONTROL);
            SocketChannel doorbell = lines.get(WorkerLine.Line.DOORBELL);
            doorbell.configureBlocking(false);
            control.write(WorkerLine.signal(WorkerLine.GO, 0));
            control.configureBlocking(false);
            events = QueueChannel.openReceiver(directory.events(), maxFrameBytes);
            return new WorkerLink(commands, events, new Doorbell(doorbell, words.workerParked()), control, words);
        } catch (IOException | RuntimeException | Error e) {
            for (SocketChannel line : lines.values()) {
                line.close();
            }
            if (commands != null) {
                commands.close();
            }
            if (events != null) {
                events.close();
            }
            throw e;
        }
    }

    /**
     * Sends a signal on the control line, which the worker reads even while its main thread is busy. A worker that no
     * longer reads misses the signal.
     *
     * @param signal one of the signals of {@link WorkerLine}
     * @param ordinal the ordinal of the item that the signal is about, or 0
     */
    public void signal(byte signal, long ordinal) {
        try {
            control.write(WorkerLine.signal(signal, ordinal));
        } catch (IOException e) {
            // The worker is gone, which its exit tells.
        }
    }

    /**
     * The frames of the worker's main thread, topmost first; empty if the worker does not answer in time. To be called
     * once for each worker.
     */
    public List<StackTraceElement> stack(long timeoutMillis) {
        signal(WorkerLine.STACK, 0);
        long deadline = Times.in(timeoutMillis, TimeUnit.MILLISECONDS);
        try (Selector selector = Selector.open()) {
            control.register(selector, SelectionKey.OP_READ);
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
            if (!readFully(selector, length, deadline)) {
                return List.of();
            }
            int bytes = length.flip().getInt();
            if (bytes < 0 || bytes > StackFrames.MAX_BYTES) {
                return List.of();
            }
            ByteBuffer frames = ByteBuffer.allocate(bytes);
            return readFully(selector, frames, deadline) ? StackFrames.decode(frames.array()) : List.of();
        } catch (IOException | ProtocolException e) {
            return List.of(); // the worker is being killed anyway: a broken answer counts as none
        }
    }

    private boolean readFully(Selector selector, ByteBuffer target, long deadline) throws IOException {
        while (target.hasRemaining()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            selector.select(left);
            selector.selectedKeys().clear();
            if (control.read(target) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Closes both queues and both lines. */
    @Override
    public void close() {
        doorbell.close();
        try {
            control.close();
        } catch (IOException e) {
            // Nothing was buffered, so nothing can be lost.
        }
        commands.close();
        events.close();
    }
}
