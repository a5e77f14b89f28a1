package dev.procpool.internal.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    @Test
    void bothEndsOfAConnectionAskWithinMinutesWhetherTheOtherIsThere() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel caller = SocketChannel.open(server.getLocalAddress())) {
            assumeTrue(
                    caller.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE),
                    "needs the keep-alive options of Linux");
            KeepAlive.of(caller);

            assertThat(caller.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            int idle = caller.getOption(ExtendedSocketOptions.TCP_KEEPIDLE);
            int probes = caller.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)
                    * caller.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT);
            assertThat(idle + probes).isEqualTo(120);
        }
    }

    @Test
    void aSocketInTheFileSystemIsLeftAsItIs() throws Exception {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThatCode(() -> KeepAlive.of(socket)).doesNotThrowAnyException();
        }
    }
}
