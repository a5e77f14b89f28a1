package dev.procpool.worker;

import dev.procpool.protocol.message.StackFrames;
import dev.procpool.protocol.start.ExitCode;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the control line: halts this JVM when the supervisor has ended, even while a task spins, and carries out the
 * signals for which the main thread is too busy. One daemon thread.
 *
 * <p>The end of the stream is certain: the kernel closes the supervisor's end when its process ends, however it ends. A
 * supervisor that is merely stopped or in a long garbage collection keeps its end open, and no worker halts.
 *
 * <p>The thread sleeps in the kernel until this JVM begins to exit. From then on it looks every few milliseconds:
 * HotSpot waits 300 ms for threads in native code before it lets a process end.
 */
final class ParentWatch implements Runnable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SocketChannel control;
    private final Selector selector;
    private final Thread main;
    private final CountDownLatch go = new CountDownLatch(1);

    private volatile RunningItem running;
    private volatile boolean exiting;

    private ParentWatch(SocketChannel control, Thread main) throws IOException {
        this.control = control;
        this.main = main;
        this.selector = Selector.open();
        control.configureBlocking(false);
        control.register(selector, SelectionKey.OP_READ);
    }

    /**
     * Starts to watch over a connected control line.
     *
     * @param main the thread whose stack the supervisor may ask for
     */
    static ParentWatch start(SocketChannel control, Thread main) throws IOException {
        ParentWatch watch = new ParentWatch(control, main);
        Thread thread = new Thread(watch, "procpool-parent-watch");
        thread.setDaemon(true);
        thread.start();
        Runtime.getRuntime().addShutdownHook(new Thread(watch::leaveNativeCode, "procpool-parent-watch-exit"));
        return watch;
    }

    private void leaveNativeCode() {
        exiting = true;
        selector.wakeup();
    }

    /** Sets the item that the supervisor may interrupt; signals before this call interrupt none. */
    void setRunning(RunningItem item) {
        running = item;
    }

    /** Waits until the supervisor has created the command queue. The JVM halts if the supervisor dies meanwhile. */
    void awaitGo() throws InterruptedException {
        go.await();
    }

    @Override
    public void run() {
        ByteBuffer signal = ByteBuffer.allocate(WorkerLine.SIGNAL);
        try {
            while (control.read(signal) >= 0) {
                if (signal.hasRemaining()) {
                    await();
                } else {
                    carryOut(signal.flip());
                    signal.clear();
                }
            }
        } catch (IOException e) {
            // A broken line says the same as its end.
        }
        try {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        } finally {
            Runtime.getRuntime().halt(ExitCode.ORPHANED.code());
        }
    }

    private void await() throws IOException {
        Thread.interrupted(); // code that interrupts all threads must not make this one spin
        if (exiting) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        } else {
            selector.select();
            selector.selectedKeys().clear();
        }
    }

    private void carryOut(ByteBuffer signal) throws IOException {
        switch (signal.get()) {
            case WorkerLine.GO -> go.countDown();
            case WorkerLine.INTERRUPT -> {
                RunningItem item = running;
                if (item != null) {
                    item.interrupt(signal.getLong());
                }
            }
            case WorkerLine.STACK -> {
                byte[] frames = StackFrames.encode(main.getStackTrace());
                ByteBuffer answer =
                        ByteBuffer.allocate(Integer.BYTES + frames.length).putInt(frames.length);
                answer.put(frames).flip();
                while (answer.hasRemaining()) {
                    if (control.write(answer) == 0) {
                        Thread.interrupted();
                        LockSupport.parkNanos(this, LOOK_NANOS); // the supervisor is slow to read
                    }
                }
            }
            default -> throw new IOException("an unknown signal");
        }
    }
}
