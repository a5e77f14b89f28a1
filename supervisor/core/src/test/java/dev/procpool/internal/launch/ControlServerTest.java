package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.start.WorkerLine;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {

    @TempDir
    Path directory;

    private SocketChannel connect(ByteBuffer preamble) throws Exception {
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("s")));
        socket.write(preamble);
        return socket;
    }

    @Test
    void aConnectionWithTheTokenIsOfTheChild() throws Exception {
        try (ControlServer server = ControlServer.open(directory.resolve("s"));
                SocketChannel child = connect(WorkerLine.preamble(server.token(), WorkerLine.Line.CONTROL));
                SocketChannel accepted = server.accept().socket()) {
            child.write(ByteBuffer.wrap(new byte[] {7}));

            ByteBuffer received = ByteBuffer.allocate(1);
            accepted.read(received);

            assertThat(received.get(0)).isEqualTo((byte) 7);
        }
    }

    @Test
    void connectionsOfStrangersAreClosedAndTheChildIsStillAccepted() throws Exception {
        try (ControlServer server = ControlServer.open(directory.resolve("s"));
                SocketChannel stranger = connect(WorkerLine.preamble(server.token() + 1, WorkerLine.Line.CONTROL));
                SocketChannel hasty = connect(ByteBuffer.allocate(1));
                SocketChannel child = connectAfter(hasty, server.token())) {
            ControlServer.Connection accepted = server.accept();

            assertThat(accepted.line()).isEqualTo(WorkerLine.Line.DOORBELL);
            assertThat(stranger.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(child.isConnected()).isTrue();
            accepted.socket().close();
        }
    }

    private SocketChannel connectAfter(SocketChannel hasty, long token) throws Exception {
        hasty.shutdownOutput(); // within its preamble
        return connect(WorkerLine.preamble(token, WorkerLine.Line.DOORBELL));
    }

    @Test
    void aConnectionThatSendsNothingDoesNotHoldUpTheChild() throws Exception {
        try (ControlServer server = ControlServer.open(directory.resolve("s"));
                SocketChannel silent = connect(ByteBuffer.allocate(0));
                SocketChannel child = connect(WorkerLine.preamble(server.token(), WorkerLine.Line.CONTROL));
                SocketChannel accepted = server.accept().socket()) {
            assertThat(silent.read(ByteBuffer.allocate(1))).as("it was closed").isEqualTo(-1);
            assertThat(child.isConnected()).isTrue();
            assertThat(accepted.isBlocking()).isTrue();
        }
    }

    @Test
    void aServerThatIsClosedEndsTheWait() throws Exception {
        ControlServer server = ControlServer.open(directory.resolve("s"));

        server.close();

        assertThatThrownBy(server::accept).isInstanceOf(ClosedChannelException.class);
    }
}
