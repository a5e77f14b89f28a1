package dev.procpool.tasks.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** The output of a program, which a daemon thread of its own reads: the reading of a pipe cannot be interrupted. */
final class CommandOutput implements Runnable {

    private static final int PIECE = 16 << 10;

    /** How long a program that has ended may have left nothing new to read. */
    private static final long SILENCE_MILLIS = 100;

    private final InputStream in;
    private final int maxBytes;
    private final Runnable tooLarge;
    private final Thread thread = new Thread(this, "procpool-command-output");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // guarded by this
    private boolean isTooLarge; // guarded by this

    private CommandOutput(InputStream in, int maxBytes, Runnable tooLarge) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
    }

    /**
     * Starts to read.
     *
     * @param tooLarge called once there are more than {@code maxBytes}; nothing more is read
     */
    static CommandOutput read(InputStream in, int maxBytes, Runnable tooLarge) {
        CommandOutput output = new CommandOutput(in, maxBytes, tooLarge);
        output.thread.setDaemon(true);
        output.thread.start();
        return output;
    }

    @Override
    public void run() {
        byte[] piece = new byte[PIECE];
        try (in) {
            for (int read; (read = in.read(piece)) >= 0; ) {
                if (!add(piece, read)) {
                    tooLarge.run();
                    return;
                }
            }
        } catch (IOException e) {
            // The process has ended, and what it has written is read.
        }
    }

    private synchronized boolean add(byte[] piece, int read) {
        isTooLarge = bytes.size() + read > maxBytes;
        if (!isTooLarge) {
            bytes.write(piece, 0, read);
        }
        return !isTooLarge;
    }

    /** Waits for the end of the output of a program that has ended, while there is something new to read. */
    void awaitRest() throws InterruptedException {
        int before;
        do {
            before = size();
            TimeUnit.MILLISECONDS.timedJoin(thread, SILENCE_MILLIS);
        } while (thread.isAlive() && size() > before);
    }

    private synchronized int size() {
        return bytes.size();
    }

    synchronized boolean isTooLarge() {
        return isTooLarge;
    }

    synchronized byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
