package dev.procpool.internal.launch;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.StackFrames;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The supervisor's ends of everything between it and one worker incarnation.
 *
 * @param commands guarded by the engine lock
 * @param events confined to the reader role
 * @param control kept open for as long as the worker may live: its end is the worker's end
 */
public record WorkerLink(Sender commands, Receiver events, Doorbell doorbell, SocketChannel control, SharedWords words)
        implements AutoCloseable {

    /** Tells the worker something past its busy main thread; one that does not read any more does not hear it. */
    public void signal(byte what, long ordinal) {
        try {
            control.write(WorkerLine.signal(what, ordinal));
        } catch (IOException e) {
            // The worker is gone, which its exit tells.
        }
    }

    /** The frames of the worker's main thread, or none if it does not answer in time. Once for each worker. */
    public List<StackTraceElement> stack(long timeoutMillis) {
        signal(WorkerLine.STACK, 0);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
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
            return List.of(); // it is being killed anyway: a broken answer is none
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
