package dev.procpool.internal.launch;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The supervisor's ends of everything between it and one worker incarnation.
 *
 * @param commands guarded by the engine lock
 * @param events confined to the reader role
 * @param control kept open for as long as the worker may live: its end is the worker's end
 */
public record WorkerLink(Sender commands, Receiver events, Doorbell doorbell, SocketChannel control, SharedWords words)
        implements AutoCloseable {

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
