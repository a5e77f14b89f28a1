package dev.procpool.internal.manager;

import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.call.Handshake;
import dev.procpool.protocol.call.WrongTokenException;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a manager on which both ends have proved that they know the token.
 *
 * @param codecs of the dialect that the connection has
 */
record OpenLine(CallLine line, Codecs codecs) {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /**
     * Opens a connection.
     *
     * @throws SecurityException if one of the ends does not know the token of the other
     * @throws IOException if the manager is gone, or does not answer
     */
    static OpenLine to(Endpoint endpoint) throws IOException {
        SocketChannel socket = endpoint.open();
        try {
            Dialect[] dialect = new Dialect[1];
            Handshake.Welcome welcome = Handshake.call(socket, endpoint.secret(), PATIENCE_NANOS, manager -> {
                dialect[0] = common(manager);
                return dialect[0].ordinal();
            });
            ManagerId id = new ManagerId(welcome.idHigh(), welcome.idLow());
            if (endpoint.id() != null && !endpoint.id().equals(id)) {
                throw new IOException("another one has its address");
            }
            Codecs codecs = new Codecs(ProgramLoader.here(), CallLine.MAX_BYTES, dialect[0]);
            return new OpenLine(new CallLine(socket), codecs);
        } catch (WrongTokenException e) {
            socket.close();
            throw new SecurityException(endpoint + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Dialect common(Handshake.Welcome manager) throws IOException {
        if (manager.oneJdk() == Dialect.ONE_JDK.fingerprint()) {
            return Dialect.ONE_JDK;
        }
        if (manager.twoJdks() == Dialect.TWO_JDKS.fingerprint()) {
            return Dialect.TWO_JDKS;
        }
        throw new IOException("it has another version of procpool or Kryo");
    }

    /** The number that a manager at an address has. */
    static ManagerId idOf(Endpoint endpoint) throws IOException {
        try (SocketChannel socket = endpoint.open()) {
            Handshake.Welcome welcome =
                    Handshake.call(socket, endpoint.secret(), PATIENCE_NANOS, manager -> common(manager)
                            .ordinal());
            return new ManagerId(welcome.idHigh(), welcome.idLow());
        } catch (WrongTokenException e) {
            throw new SecurityException(endpoint + ": " + e.getMessage(), e);
        }
    }
}
