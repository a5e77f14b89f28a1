package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The Unix-domain socket that a child JVM connects to. The child is given the path and a random token on its command
 * line and begins every connection with a preamble that has the token. Thread-safe: {@link #close} ends a waiting
 * {@link #accept}.
 */
public final class ControlServer implements AutoCloseable {

    private static final System.Logger LOG = Loggers.of(ControlServer.class);

    /** A connection that sends nothing must not hold up the next one, which may be that of the child. */
    private static final long PREAMBLE_NANOS = TimeUnit.SECONDS.toNanos(2);

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
     * Waits for the next connection of the child. Connections without the token, and those that do not send it within
     * two seconds, are logged and closed.
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

    /**
     * Empty if the connection ends before, as that of a process that is killed while it starts does.
     *
     * @throws ProtocolException if the preamble does not come in time
     */
    private static Optional<ByteBuffer> readPreamble(SocketChannel socket) throws IOException {
        ByteBuffer preamble = ByteBuffer.allocate(WorkerLine.PREAMBLE);
        socket.configureBlocking(false);
        int read = socket.read(preamble);
        if (read >= 0 && preamble.hasRemaining()) { // a child sends it in the moment in which it has connected
            read = readRest(socket, preamble);
        }
        if (read < 0) {
            return Optional.empty();
        }
        socket.configureBlocking(true);
        return Optional.of(preamble.flip());
    }

    /** Reads until {@code preamble} is full or the stream has ended; in the latter case -1 is returned. */
    private static int readRest(SocketChannel socket, ByteBuffer preamble) throws IOException {
        long end = Times.in(PREAMBLE_NANOS);
        try (Selector selector = Selector.open()) {
            socket.register(selector, SelectionKey.OP_READ);
            int read = 0;
            while (read >= 0 && preamble.hasRemaining()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new ProtocolException("a connection without a preamble");
                }
                selector.select(left);
                selector.selectedKeys().clear();
                read = socket.read(preamble);
            }
            return read;
        }
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
