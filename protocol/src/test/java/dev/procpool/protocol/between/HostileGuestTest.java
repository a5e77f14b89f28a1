package dev.procpool.protocol.between;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that have the wrong token, or lie: the home goes on, and a failure has a type. */
class HostileGuestTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    private Home home;
    private ObjectName name;
    private SharedLock lock;

    @BeforeEach
    void open() throws Exception {
        home = Home.open(directory);
        name = home.create(ObjectKind.LOCK, new long[0], 0);
        lock = lock(home.address(), name);
    }

    private static SharedLock lock(HomeAddress address, ObjectName name) {
        return new SharedLock(new SharedObject(address, name, ObjectKind.LOCK));
    }

    @AfterEach
    void close() {
        home.close();
    }

    private void requireThatTheHomeWorks() throws Exception {
        try (RawGuest holder = RawGuest.enter(home);
                RawGuest sleeper = RawGuest.enter(home)) {
            holder.take(name);
            Acquisition asleep = sleeper.sleepFor(name);
            assertThat(holder.free(name)).isTrue();
            holder.ring(name);
            sleeper.awaitRing();
            assertThat(sleeper.outcomeOf(asleep)).as("seed %d", seed).isEqualTo(Outcome.ACQUIRED);
            sleeper.free(name);
        }
    }

    @Test
    void aWrongTokenEndsTheConnection() throws Exception {
        try (SocketChannel line =
                SocketChannel.open(UnixDomainSocketAddress.of(home.address().socket()))) {
            line.write(ByteBuffer.allocate(HomeAddress.TOKEN_BYTES));
            assertThat(readUntilTheEnd(line)).isZero();
        }
        requireThatTheHomeWorks();
    }

    @Test
    void halfATokenHoldsUpNoOtherConnection() throws Exception {
        try (SocketChannel line =
                SocketChannel.open(UnixDomainSocketAddress.of(home.address().socket()))) {
            line.write(ByteBuffer.allocate(3));
            requireThatTheHomeWorks();
        }
    }

    @Test
    void randomBytesOnALineMakeTheHomeLookAndNothingElse() throws Exception {
        try (RawGuest liar = RawGuest.enter(home)) {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(2000)];
                random.nextBytes(bytes);
                liar.say(bytes);
            }
            requireThatTheHomeWorks();
        }
    }

    @Test
    void aHandleWithAWrongTokenIsRefused() {
        HomeAddress real = home.address();
        HomeAddress forged = new HomeAddress(real.directory(), real.tokenHigh(), real.tokenLow() ^ 1);
        assertThatThrownBy(() -> lock(forged, name).acquire(SECONDS.toNanos(30)))
                .isInstanceOf(HomeLostException.class)
                .hasMessageContaining("did not let this one in");
    }

    @Test
    void aHandleWithAForgedNumberIsRefused() {
        for (int index : new int[] {-1, 1, 1 << 20, Integer.MAX_VALUE}) {
            assertThatThrownBy(
                            () -> lock(home.address(), new ObjectName(index, 1)).acquire(0))
                    .isInstanceOf(HomeLostException.class);
        }
        assertThatThrownBy(() ->
                        lock(home.address(), new ObjectName(name.index(), 77)).acquire(0))
                .isInstanceOf(HomeLostException.class);
    }

    @Test
    void aHandleToADirectoryWithoutAHomeIsRefused() {
        HomeAddress nowhere = new HomeAddress(directory.resolve("nowhere").toString(), 1, 2);
        assertThatThrownBy(() -> lock(nowhere, name).acquire(0)).isInstanceOf(HomeLostException.class);
        HomeAddress tooLong = new HomeAddress("/" + "x".repeat(200), 1, 2);
        assertThatThrownBy(() -> lock(tooLong, name).acquire(0)).isInstanceOf(HomeLostException.class);
    }

    @Test
    void scribbledWordsEndInATimeoutAtTheLatest() throws Exception {
        ObjectName other = home.create(ObjectKind.LOCK, new long[0], 0);
        try (RawGuest liar = RawGuest.enter(home)) {
            for (int i = 0; i < 200; i++) {
                scribble(liar, other);
                liar.ring(other);
                attempt(other);
            }
        }
        requireThatTheHomeWorks();
    }

    private void scribble(RawGuest liar, ObjectName other) {
        liar.page().set(RawGuest.at(other), random.nextLong());
        for (int cell = 0; cell < 16; cell++) {
            int at = Layout.STANDARD.cell(cell);
            liar.page().set(at, random.nextInt(1000));
            liar.page().set(Layout.wordOf(at), random.nextBoolean() ? RawGuest.at(other) : random.nextLong());
        }
        liar.page().set(Layout.CLAIMED_BLOCKS, 2);
    }

    private void attempt(ObjectName other) throws InterruptedException {
        SharedLock scribbled = lock(home.address(), other);
        try {
            if (scribbled.acquire(MILLISECONDS.toNanos(1)).isAcquired()) {
                scribbled.release();
            }
        } catch (HomeLostException e) {
            // The words may say that the lock has ended.
        }
    }

    private static int readUntilTheEnd(SocketChannel line) throws IOException {
        ByteBuffer any = ByteBuffer.allocate(64);
        int bytes = 0;
        for (int read = line.read(any); read >= 0; read = line.read(any.clear())) {
            bytes += read;
        }
        return bytes;
    }
}
