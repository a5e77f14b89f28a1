package dev.procpool.internal.manager;

import dev.procpool.protocol.call.Secret;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * The place of a manager and the token that opens it. Immutable.
 *
 * @param socket the path of its socket; null for a manager at an address
 * @param host null for a manager at a socket
 * @param port 0 for a manager at a socket
 */
record Endpoint(ManagerId id, String socket, String host, int port, String token) implements Serializable {

    private static final int CONNECT_MILLIS = 10_000;

    static Endpoint at(ManagerId id, String socket, String token) {
        return new Endpoint(id, socket, null, 0, token);
    }

    static Endpoint at(ManagerId id, InetSocketAddress address, String token) {
        return new Endpoint(id, null, address.getHostString(), address.getPort(), token);
    }

    Secret secret() {
        return new Secret(token);
    }

    /** Opens a connection, on which nothing was sent yet. */
    SocketChannel open() throws IOException {
        SocketChannel channel = socket == null ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            if (socket == null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                KeepAlive.of(channel);
                channel.socket().connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            } else {
                channel.connect(UnixDomainSocketAddress.of(socket));
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The place, without the token. */
    @Override
    public String toString() {
        return "the manager at " + (socket == null ? host + ":" + port : socket);
    }
}
