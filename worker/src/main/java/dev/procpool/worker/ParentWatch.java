package dev.procpool.worker;

import dev.procpool.protocol.Connection;
import dev.procpool.protocol.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/**
 * Reads the control line and halts this JVM when the supervisor is gone, even while a task spins. One daemon thread.
 *
 * <p>The end of the stream is certain: the kernel closes the supervisor's end when its process ends, however it ends. A
 * supervisor that is merely stopped or in a long garbage collection keeps its end open, and nobody is killed.
 */
final class ParentWatch implements Runnable {

    private final SocketChannel control;
    private final CountDownLatch go = new CountDownLatch(1);

    private ParentWatch(SocketChannel control) {
        this.control = control;
    }

    /** Starts to watch over a connected control line. */
    static ParentWatch start(SocketChannel control) {
        ParentWatch watch = new ParentWatch(control);
        Thread thread = new Thread(watch, "procpool-parent-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Waits until the supervisor has created the command queue. Ends also by the supervisor's death. */
    void awaitGo() throws InterruptedException {
        go.await();
    }

    @Override
    public void run() {
        ByteBuffer one = ByteBuffer.allocate(1);
        try {
            while (control.read(one.clear()) >= 0) {
                if (one.get(0) == Connection.GO) {
                    go.countDown();
                }
            }
        } catch (IOException e) {
            // A broken line says the same as its end.
        }
        Runtime.getRuntime().halt(ExitCode.ORPHANED.code());
    }
}
