package dev.procpool.internal.manager;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a manager. Immutable.
 *
 * @param listen the address for callers of other machines
 * @param token by default a random one
 * @param name the name of the process; by default {@code Manager-} with a number
 * @param allowed the classes whose objects those callers may send, see {@code Codecs}
 * @param jvmOptions options of the JVM, after those of procpool, so that they win
 */
public record ManagerOptions(
        Optional<InetSocketAddress> listen,
        Optional<String> token,
        Optional<String> name,
        List<String> allowed,
        List<String> jvmOptions) {}
