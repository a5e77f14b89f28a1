package dev.procpool;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.start.WorkerArguments;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A worker that lies. It is a Java agent, which runs before the main class of the worker (see {@link
 * HostileWorkerIT}): the first incarnation of worker 1 lies and never gets to its main class, all others are real. The
 * lies are in {@link Lies}.
 */
public final class HostileWorker {

    private HostileWorker() {}

    public static void premain(String ignored) throws Exception {
        String[] command = System.getProperty("sun.java.command").split(" ");
        WorkerArguments arguments = WorkerArguments.parse(Arrays.copyOfRange(command, 1, command.length));
        if (arguments.incarnation() == 1) {
            lie(arguments, System.getProperty("hostile"));
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
        HostileLine line = new HostileLine(events, new Doorbell(bell, words.readerParked()));
        readSignal(control);
        Receiver commands = QueueChannel.openReceiver(directory.commands(), arguments.maxFrameBytes());
        awaitFrame(commands); // which asks for the hello
        line.write(LyingFrames.hello(
                how.equals("wrong pid") ? 1 : ProcessHandle.current().pid()));
        awaitFrame(commands);
        new Lies(line, directory.events().resolve("large"), bell, words.nowRunning()).tell(how);
        Thread.sleep(Long.MAX_VALUE);
    }

    /** The parked flag is never raised, so no bell rings. */
    private static void awaitFrame(Receiver commands) throws InterruptedException {
        while (commands.poll().isEmpty()) {
            Thread.sleep(5);
        }
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
