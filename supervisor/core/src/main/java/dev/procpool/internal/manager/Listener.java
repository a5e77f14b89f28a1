package dev.procpool.internal.manager;

import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.call.Handshake;
import dev.procpool.protocol.call.Secret;
import dev.procpool.protocol.call.WrongTokenException;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A socket that callers connect to, with a thread that accepts and a thread for each connection. Connections whose
 * caller has not proved yet that it knows the token are bounded in number and time. Thread-safe.
 */
final class Listener {

    private static final System.Logger LOG = Loggers.of(Listener.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocketChannel server;
    private final Secret secret;
    private final Handshake.Welcome welcome;
    private final Function<Dialect, Codecs> codecs;
    private final Requests requests;
    private final Semaphore unknown;
    private final AtomicBoolean full = new AtomicBoolean(); // said in the log
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    /**
     * A listener that was not started yet.
     *
     * @param server bound
     * @param mostUnknown the most connections at a time whose caller has not proved yet that it knows the token
     */
    Listener(
            ServerSocketChannel server,
            int mostUnknown,
            Secret secret,
            Handshake.Welcome welcome,
            Function<Dialect, Codecs> codecs,
            Requests requests) {
        this.server = server;
        this.unknown = new Semaphore(mostUnknown);
        this.secret = secret;
        this.welcome = welcome;
        this.codecs = codecs;
        this.requests = requests;
    }

    void start() {
        DaemonThreads.start("procpool-manager-accept", this::accept);
    }

    private void accept() {
        boolean isKnown = false;
        while (server.isOpen()) {
            try {
                admit(server.accept());
                isKnown = false;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) {
                LOG.log(
                        isKnown ? Level.DEBUG : Level.WARNING,
                        "no caller can be let in at the moment: {0}",
                        e.toString());
                isKnown = true;
                LockSupport.parkNanos(RETRY_NANOS); // the connection is still there, and so is the cause
            }
        }
    }

    private void admit(SocketChannel socket) throws IOException {
        if (!unknown.tryAcquire()) {
            if (full.compareAndSet(false, true)) {
                LOG.log(Level.WARNING, "refused callers: others have not shown the token yet");
            }
            socket.close();
            return;
        }
        full.set(false);
        try {
            DaemonThreads.start("procpool-manager-call", () -> serve(socket));
        } catch (RuntimeException | Error e) { // the system may have no more threads
            unknown.release();
            socket.close();
            throw e;
        }
    }

    private void serve(SocketChannel socket) {
        try (CallLine line = new CallLine(socket)) {
            Session session = new Session(line, codecs.apply(dialect(socket)));
            sessions.add(session);
            try {
                session.run(requests);
            } finally {
                sessions.remove(session);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "refused a connection", e);
        }
    }

    private Dialect dialect(SocketChannel socket) throws IOException {
        try {
            KeepAlive.of(socket);
            int dialect = Handshake.answer(socket, secret, PATIENCE_NANOS, welcome);
            if (dialect < 0 || dialect >= Dialect.values().length) {
                throw new IOException("an unknown dialect");
            }
            return Dialect.values()[dialect];
        } catch (WrongTokenException e) {
            LOG.log(Level.WARNING, "refused {0}{1}", e.getMessage(), placeOf(socket.getRemoteAddress()));
            throw e;
        } finally {
            unknown.release();
        }
    }

    private static String placeOf(SocketAddress caller) {
        return caller instanceof InetSocketAddress ? " at " + caller : " on this machine";
    }

    void interruptAbandoned() {
        sessions.forEach(Session::interruptIfAbandoned);
    }

    void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a socket could not be closed", e);
        }
        sessions.forEach(Session::close);
    }
}
