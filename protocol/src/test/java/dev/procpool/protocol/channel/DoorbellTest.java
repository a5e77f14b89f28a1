package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorbellTest {

    private final ParkedFlag parked = SharedWords.unshared().workerParked();
    private SocketChannel far;
    private Doorbell mine;
    private Doorbell theirs;

    @BeforeEach
    void connect(@TempDir Path directory) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            SocketChannel near = SocketChannel.open(address);
            near.configureBlocking(false);
            far = server.accept();
            far.configureBlocking(false);
            mine = new Doorbell(near, parked);
            theirs = new Doorbell(far, SharedWords.unshared().readerParked());
        }
    }

    @AfterEach
    void close() {
        mine.close();
        theirs.close();
    }

    @Test
    void onlyWhoSleepsIsWokenAndOnlyOnce() throws IOException {
        mine.ring();
        assertThat(mine.takeHasWoken()).as("the peer was awake").isFalse();
        parked.raise();
        mine.ring();
        mine.ring();
        assertThat(mine.takeHasWoken()).isTrue();
        assertThat(mine.takeHasWoken()).as("told already").isFalse();
        assertThat(far.read(ByteBuffer.allocate(8))).as("bytes that were sent").isEqualTo(1);
    }

    @Test
    void whoSleepsUntilALaterResultIsLeftAsleep() {
        parked.raise(5);
        mine.ring(4);
        assertThat(mine.takeHasWoken()).isFalse();
        mine.ring(5);
        assertThat(mine.takeHasWoken()).isTrue();
    }

    @Test
    void ringsAreDrainedAndTheEndOfTheOtherSideIsSeenAfterThem() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            parked.raise();
            mine.ring();
        }
        assertThat(theirs.drain()).isTrue();
        assertThat(far.read(ByteBuffer.allocate(8))).as("left").isZero();
        parked.raise();
        mine.ring();
        mine.close();
        assertThat(theirs.drain()).as("there was a ring").isTrue();
        assertThat(theirs.drain()).as("the other side is there").isFalse();
    }
}
