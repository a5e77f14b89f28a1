package dev.procpool.internal.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files whose space is there before it is touched, so that a full disk is an exception and no SIGBUS. */
final class Reservation {

    private static final int STEP = 1 << 20;

    private Reservation() {}

    /**
     * Creates a file of zeros.
     *
     * @throws IOException if the disk is full; nothing is left then
     */
    static void write(Path file, long bytes) throws IOException {
        long usable = Files.getFileStore(file.getParent()).getUsableSpace();
        if (bytes > usable) { // else a size by mistake would fill the memory of the machine first
            throw noRoom(bytes, "the file system has " + usable, null);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(STEP, bytes));
            for (long left = bytes; left > 0; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), left));
                left -= channel.write(zeros);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw noRoom(bytes, e.getMessage(), e);
        }
    }

    private static IOException noRoom(long bytes, String reason, IOException cause) {
        return new IOException("there is no room for " + bytes + " bytes of shared memory: " + reason, cause);
    }
}
