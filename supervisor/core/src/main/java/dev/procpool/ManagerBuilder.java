package dev.procpool;

import dev.procpool.internal.manager.ManagerHandle;
import dev.procpool.internal.manager.ManagerOptions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Configures a {@link Manager}. Not thread-safe; may be used for several managers. */
public final class ManagerBuilder {

    private static final int SHORTEST_TOKEN = 16;

    private InetSocketAddress listen;
    private String token;
    private String name;
    private final List<String> allowed = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();

    ManagerBuilder() {}

    /**
     * Makes the manager listen at an address of this machine; port 0 is any free one. Connections are authenticated but
     * not encrypted: use a network that you trust, or a tunnel.
     */
    public ManagerBuilder listen(InetSocketAddress address) {
        listen = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * Sets the token that callers need. Default: a random one of 128 bits.
     *
     * @throws IllegalArgumentException if it has less than 16 characters
     */
    public ManagerBuilder token(String value) {
        if (value.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "token must have at least " + SHORTEST_TOKEN + " characters: it has " + value.length());
        }
        token = value;
        return this;
    }

    /**
     * Adds classes whose objects callers from other machines may send, besides numbers, texts, times, collections and
     * proxies: names of classes, of packages with {@code .*} and of trees of packages with {@code .**} at the end. A
     * class whose name is allowed may run code when its objects are decoded.
     */
    public ManagerBuilder allow(String... names) {
        allowed.addAll(Arrays.asList(names));
        return this;
    }

    /** Sets the name of the process. Default: {@code Manager-1}, {@code Manager-2}, … */
    public ManagerBuilder name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    /** Adds options of the manager's JVM, after those of procpool, so that they win. */
    public ManagerBuilder jvmOptions(String... options) {
        jvmOptions.addAll(Arrays.asList(options));
        return this;
    }

    /**
     * Starts the manager and waits until it can be called.
     *
     * @throws PoolException if its process cannot be started, or cannot listen at the address
     */
    public Manager start() {
        return ManagerHandle.start(new ManagerOptions(
                Optional.ofNullable(listen),
                Optional.ofNullable(token),
                Optional.ofNullable(name),
                List.copyOf(allowed),
                List.copyOf(jvmOptions)));
    }
}
