package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.call.Answer;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.call.Handshake;
import dev.procpool.protocol.call.Request;
import dev.procpool.protocol.call.Secret;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections to a manager that send what they must not, or nothing. */
@ExtendWith(Leftovers.class)
class ManagerHostileIT {

    private static final long HANDSHAKE_BOUND = TimeUnit.SECONDS.toNanos(10);
    private static final int CALL = Request.CALL.ordinal();

    private static Manager manager;
    private static List<Integer> list;

    private final Random random = new Random(42);

    @BeforeAll
    static void start() {
        manager = Manager.builder()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .start();
        list = manager.list(List.of(1));
    }

    @AfterAll
    static void end() {
        manager.close();
    }

    @AfterEach
    void theManagerStillServesOthers() {
        assertThat(list).containsExactly(1);
        try (Manager there = Manager.connect(manager.address().orElseThrow(), manager.token())) {
            assertThat(there.list(List.of(2))).containsExactly(2);
        }
        assertThat(manager.process().orElseThrow().isAlive()).isTrue();
    }

    private static SocketChannel open() throws IOException {
        return SocketChannel.open(manager.address().orElseThrow());
    }

    /** A connection whose token was right. */
    private static CallLine known() throws IOException {
        SocketChannel socket = open();
        Handshake.call(socket, new Secret(manager.token()), HANDSHAKE_BOUND, welcome -> 0);
        return new CallLine(socket);
    }

    /** Waits for the end of the stream; the bytes that come before are ignored. */
    private static void assertEnds(SocketChannel socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        try {
            while (socket.read(buffer.clear()) >= 0) {
                // The challenge of the manager, or a refusal.
            }
        } catch (IOException e) {
            // A reset says the same.
        }
        socket.close();
    }

    @Test
    void randomBytesAreRefusedBeforeAnythingIsDecoded() throws Exception {
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            SocketChannel socket = open();
            socket.write(ByteBuffer.wrap(bytes));
            socket.shutdownOutput();
            assertEnds(socket);
        }
    }

    @Test
    void aProofThatIsSentBackOrRandomIsRefused() throws Exception {
        SocketChannel socket = open();
        byte[] mine = new byte[32];
        socket.write(
                ByteBuffer.allocate(40).putLong(0x70726f63706d3031L).put(mine).flip());
        ByteBuffer theirs = ByteBuffer.allocate(32);
        while (theirs.hasRemaining()) {
            socket.read(theirs);
        }
        socket.write(theirs.flip());
        ByteBuffer answer = ByteBuffer.allocate(1);
        socket.read(answer);

        assertThat(answer.get(0)).isZero();
        assertEnds(socket);
    }

    @Test
    void connectionsThatSendNothingOrOneByteAtATimeEndInTime() throws Exception {
        long start = System.nanoTime();
        List<SocketChannel> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(open());
        }
        SocketChannel drips = slow.get(0);
        Thread dripping = new Thread(() -> {
            try {
                while (true) {
                    drips.write(ByteBuffer.wrap(new byte[] {0x70}));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                }
            } catch (IOException e) {
                // The manager has closed the connection.
            }
        });
        dripping.start();
        assertThat(list).as("others are served meanwhile").hasSize(1);

        for (SocketChannel one : slow) {
            assertEnds(one);
        }
        assertThat(System.nanoTime() - start).isLessThan(HANDSHAKE_BOUND);
        dripping.join();
    }

    @Test
    void moreConnectionsThanMayBeUnknownAreClosedAtOnce() throws Exception {
        List<SocketChannel> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(open());
        }
        assertThat(list).as("the starter has a connection already").hasSize(1);

        for (SocketChannel one : many) {
            one.close();
        }
        Await.orFail(() -> {
            try (Manager there = Manager.connect(manager.address().orElseThrow(), manager.token())) {
                return there.process().isEmpty();
            } catch (HomeGoneException e) {
                return false;
            }
        });
    }

    @Test
    void lengthsThatAreTooLargeCloseTheConnection() throws Exception {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 30) + 1}) {
            SocketChannel socket = open();
            Handshake.call(socket, new Secret(manager.token()), HANDSHAKE_BOUND, welcome -> 0);
            socket.write(ByteBuffer.allocate(4).putInt(length).flip());
            assertEnds(socket);
        }
        SocketChannel promises = open();
        Handshake.call(promises, new Secret(manager.token()), HANDSHAKE_BOUND, welcome -> 0);
        promises.write(ByteBuffer.allocate(4).putInt(1 << 30).flip());
        assertThat(manager.run(() -> Runtime.getRuntime().totalMemory()))
                .as("memory comes with the bytes, not with the promise")
                .isLessThan(900L << 20);
        promises.close();
    }

    @Test
    void requestsThatMakeNoSenseCloseTheConnectionOrAreRefused() throws Exception {
        for (int i = 0; i < 60; i++) {
            try (CallLine line = known()) {
                PayloadBuffer out = line.begin();
                byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);
                bytes[0] = (byte) random.nextInt(Request.values().length + 1);
                out.put(bytes, 0, bytes.length);
                line.send();
                PayloadReader answer = line.receive();
                assertThat(answer.remaining()).isPositive();
            } catch (IOException e) {
                // The manager has closed the connection.
            }
        }
    }

    @Test
    void aMethodThatTheInterfaceDoesNotHaveCannotBeNamed() throws Exception {
        try (CallLine line = known()) {
            for (int index : new int[] {-1, 1000, Integer.MAX_VALUE}) {
                PayloadBuffer out = line.begin();
                out.putByte(CALL);
                out.putLong(1);
                out.putLong(0);
                out.putInt(index);
                out.putInt(0);
                line.send();
                assertThat(Answer.of(line.receive().getByte())).isEqualTo(Answer.REFUSED);
            }
        }
    }

    @Test
    void aRequestToEndTheManagerFromAnotherMachineIsRefused() throws Exception {
        try (CallLine line = known()) {
            line.begin().putByte(Request.SHUTDOWN.ordinal());
            line.send();
            assertThat(Answer.of(line.receive().getByte())).isEqualTo(Answer.REFUSED);
        }
    }

    @Test
    void aManagerThatDoesNotKnowTheTokenIsRefused() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread impostor = new Thread(() -> pretend(server));
            impostor.start();
            InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();

            assertThatThrownBy(() -> Manager.connect(address, manager.token()))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("does not know the token");
            impostor.join();
        }
    }

    /** Takes every proof for right, and sends a false one. */
    private static void pretend(ServerSocketChannel server) {
        try (SocketChannel socket = server.accept()) {
            ByteBuffer hello = ByteBuffer.allocate(40);
            while (hello.hasRemaining()) {
                socket.read(hello);
            }
            socket.write(ByteBuffer.allocate(32));
            ByteBuffer proof = ByteBuffer.allocate(32);
            while (proof.hasRemaining()) {
                socket.read(proof);
            }
            socket.write(ByteBuffer.allocate(1 + 64).put(0, (byte) 1));
            assertEnds(socket);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
