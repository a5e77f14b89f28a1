package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The Unix-domain socket that a child JVM connects to. The child is given the path and a random token on its command
 * line and begins every connection with a preamble that has the token. Thread-safe: {@link #close} ends a waiting
 * {@link #accept}.
 */
public final class ControlServer implements AutoCloseable {

    private static final System.Logger LOG = Loggers.of(ControlServer.class);

    private final ServerSocketChannel server;
    private final long token;

    /**
     * A connection of the child.
     *
     * @param line the line that the socket serves
     * @param socket connected and blocking, its preamble read
     */
    public record Connection(WorkerLine.Line line, SocketChannel socket) {}

    private ControlServer(ServerSocketChannel server, long token) {
        this.server = server;
        this.token = token;
    }

    /**
     * Binds a socket and draws a token for one child.
     *
     * @param socket the path of the socket, which must not exist
     */
    public static ControlServer open(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            return new ControlServer(server, new SecureRandom().nextLong());
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The token that connections of the child begin with. */
    public long token() {
        return token;
    }

    /**
     * Waits for the next connection of the child. Connections without the token are logged and closed.
     *
     * @throws java.nio.channels.ClosedChannelException once this server is closed
     */
    public Connection accept() throws IOException {
        while (true) {
            SocketChannel socket = server.accept();
            try {
                Optional<ByteBuffer> preamble = readPreamble(socket);
                if (preamble.isPresent()) {
                    return new Connection(WorkerLine.line(preamble.get(), token), socket);
                }
                LOG.log(Level.DEBUG, "{0}: a connection ended within its preamble", server.getLocalAddress());
                socket.close();
            } catch (ProtocolException e) {
                LOG.log(Level.WARNING, "{0}: refused {1}", server.getLocalAddress(), e.getMessage());
                socket.close();
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    /** Empty if the connection ends before, as that of a process that is killed while it starts does. */
    private static Optional<ByteBuffer> readPreamble(SocketChannel socket) throws IOException {
        ByteBuffer preamble = ByteBuffer.allocate(WorkerLine.PREAMBLE);
        while (preamble.hasRemaining()) {
            if (socket.read(preamble) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(preamble.flip());
    }

    /** Accepts no more connections; those that were accepted stay open. Idempotent. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the socket of a child cannot be closed", e);
        }
    }
}
