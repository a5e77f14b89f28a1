package dev.procpool.internal.manager;

import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.call.Handshake;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.task.Task;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The task of the process of a manager. Immutable.
 *
 * @param endpoint the socket of the manager, in a directory that only this user may enter
 * @param host the address for callers of other machines; null if there is none
 * @param allowed the classes whose objects those callers may send
 */
record ManagerTask(Endpoint endpoint, String host, int port, List<String> allowed) implements Task<Void> {

    private static final int BACKLOG = 1024;
    private static final int MOST_UNKNOWN = 64;
    private static final long LOOK_MILLIS = 200;

    /** The classes of proxies and of the collections that are made of them. */
    private static final List<String> OURS = Stream.of(
                    Endpoint.class,
                    ManagerId.class,
                    ObjectForm.class,
                    RemoteObject.class,
                    LocalObject.class,
                    ManagedList.class,
                    ManagedMap.class,
                    ListCalls.class,
                    MapCalls.class,
                    dev.procpool.Namespace.class)
            .map(Class::getName)
            .toList();

    @Override
    public Void call() throws IOException, InterruptedException {
        ObjectTable objects = new ObjectTable(endpoint);
        Managers.HERE.serves(objects);
        CountDownLatch end = new CountDownLatch(1);
        List<Listener> listeners = new ArrayList<>();
        String address = null;
        if (host != null) {
            ServerSocketChannel server = bind(new InetSocketAddress(host, port));
            InetSocketAddress bound = (InetSocketAddress) server.getLocalAddress();
            address = bound.getHostString() + " " + bound.getPort();
            listeners.add(listener(
                    server, MOST_UNKNOWN, new Requests(objects, address, false, end::countDown), remoteNames()));
        }
        ServerSocketChannel local = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Requests requests = new Requests(objects, address, true, end::countDown);
        // Only this user can enter the directory, so a burst of connections is one of the user's own threads.
        listeners.add(listener(local, Integer.MAX_VALUE, requests, Optional.empty()));
        local.bind(UnixDomainSocketAddress.of(endpoint.socket()), BACKLOG); // the last step: callers wait for it
        listeners.forEach(Listener::start);
        while (!end.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            listeners.forEach(Listener::interruptAbandoned);
        }
        listeners.forEach(Listener::close);
        return null;
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true); // for a manager that takes the place of another
            return server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("the manager cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    private Optional<Set<String>> remoteNames() {
        return Optional.of(Stream.concat(OURS.stream(), allowed.stream()).collect(Collectors.toSet()));
    }

    private Listener listener(
            ServerSocketChannel server, int mostUnknown, Requests requests, Optional<Set<String>> names) {
        ClassLoader loader = ProgramLoader.here();
        List<Codecs> codecs = Stream.of(Dialect.values())
                .map(dialect -> new Codecs(loader, CallLine.MAX_BYTES, dialect, names))
                .toList();
        Handshake.Welcome welcome = new Handshake.Welcome(
                endpoint.id().high(),
                endpoint.id().low(),
                Dialect.ONE_JDK.fingerprint(),
                Dialect.TWO_JDKS.fingerprint());
        return new Listener(
                server, mostUnknown, endpoint.secret(), welcome, dialect -> codecs.get(dialect.ordinal()), requests);
    }
}
