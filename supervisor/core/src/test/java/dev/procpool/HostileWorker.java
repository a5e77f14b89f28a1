package dev.procpool;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.start.WorkerArguments;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Collections;

/**
 * A worker that lies. It is started in place of the real one (see {@link HostileWorkerIT}); only the first incarnation
 * of worker 1 lies, all others run the real one. The lies are in {@link Lies}.
 */
public final class HostileWorker {

    private HostileWorker() {}

    public static void main(String[] args) throws Exception {
        WorkerArguments arguments = WorkerArguments.parse(args);
        if (arguments.incarnation() == 1) {
            lie(arguments, System.getProperty("hostile"));
        } else {
            runTheRealOne(args);
        }
    }

    private static void runTheRealOne(String[] args) throws Exception {
        Class<?> real = new RealWorker().loadClass("dev.procpool.worker.WorkerMain");
        real.getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** Loads the worker's classes from the class path, past the one that the boot class path puts before it. */
    private static final class RealWorker extends ClassLoader {

        RealWorker() {
            super(ClassLoader.getSystemClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.procpool.worker.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                String boot = System.getProperty("hostile.boot");
                for (URL url : Collections.list(getParent().getResources(name.replace('.', '/') + ".class"))) {
                    if (!url.toString().contains(boot)) {
                        try (InputStream in = url.openStream()) {
                            byte[] bytes = in.readAllBytes();
                            return defineClass(name, bytes, 0, bytes.length);
                        }
                    }
                }
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static void lie(WorkerArguments arguments, String how) throws Exception {
        WorkerDirectory directory = new WorkerDirectory(arguments.directory());
        if (how.equals("wrong token")) {
            connect(directory, arguments.token() + 1, WorkerLine.Line.CONTROL);
            connect(directory, arguments.token() ^ 77, WorkerLine.Line.DOORBELL);
            SocketChannel.open(UnixDomainSocketAddress.of(directory.socket())).close();
        }
        SocketChannel control = connect(directory, arguments.token(), WorkerLine.Line.CONTROL);
        Sender events = QueueChannel.openSender(directory.events(), arguments.maxFrameBytes());
        SharedWords words = SharedWords.open(directory.words());
        SocketChannel bell = connect(directory, arguments.token(), WorkerLine.Line.DOORBELL);
        bell.configureBlocking(false);
        HostileLine line = new HostileLine(events, new Doorbell(bell, words.eventsReader()));
        readSignal(control);
        line.write(LyingFrames.hello(
                how.equals("wrong pid") ? 1 : ProcessHandle.current().pid()));
        // wait for the first command: the parked flag is never raised, so look at the queue
        var commands = QueueChannel.openReceiver(directory.commands(), arguments.maxFrameBytes());
        while (commands.poll().isEmpty()) {
            Thread.sleep(5);
        }
        new Lies(line, directory.events().resolve("large"), bell, words.nowRunning()).tell(how);
        Thread.sleep(Long.MAX_VALUE);
    }

    private static SocketChannel connect(WorkerDirectory directory, long token, WorkerLine.Line line)
            throws IOException {
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()));
        socket.write(WorkerLine.preamble(token, line));
        return socket;
    }

    private static void readSignal(SocketChannel control) throws IOException {
        ByteBuffer signal = ByteBuffer.allocate(WorkerLine.SIGNAL);
        while (signal.hasRemaining()) {
            control.read(signal);
        }
    }
}
