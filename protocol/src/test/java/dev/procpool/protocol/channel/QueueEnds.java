package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Both ends of a queue, in one thread. */
final class QueueEnds implements AutoCloseable {

    static final int MIB = 1 << 20;

    private static final int MAX_FRAME = 70 * MIB;

    final Path queue;

    /** The file of the region; it exists once a frame went through it. */
    final Path region;

    final Sender sender;
    final Receiver receiver;

    /** The receiver's clock, which stands still unless a test moves it. */
    volatile long nanos;

    QueueEnds(Path directory) {
        queue = directory.resolve("q");
        region = queue.resolve("large");
        sender = QueueChannel.openSender(queue, MAX_FRAME);
        receiver = QueueChannel.openReceiver(queue, MAX_FRAME, () -> nanos);
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** The bytes that a file, or the files of a directory, occupy on the disk. */
    static long allocated(Path file) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(said.split("\\s")[0]) << 10;
    }

    void send(List<Slice> pieces) {
        sender.send(pieces, () -> {});
    }

    /** The next frame, which has arrived. */
    Frame take() {
        return receiver.poll().orElseThrow();
    }

    /** The bytes of the next frame, which has arrived. */
    byte[] poll() {
        return take().toByteArray();
    }

    /** Writes a payload of {@code length} bytes to the beginning of the region, and reads it. */
    void pass(int length) {
        send(List.of(Slice.of(new byte[] {1}), Slice.of(random(length))));
        assertThat(poll()).hasSize(length + 1);
    }
}
