package dev.procpool.worker;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.NoRoomException;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.start.ExitCode;
import dev.procpool.protocol.start.JvmFlags;
import dev.procpool.protocol.start.WorkerArguments;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import dev.procpool.task.CurrentTask;
import dev.procpool.task.TaskContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of a worker JVM: connects to the supervisor that started it and runs its items until told to stop.
 *
 * <p>The order of the start: control line and parent watch first, so that no orphan is possible; then the doorbell;
 * then, once the supervisor has signalled that the command queue exists, the loop, whose first command asks for the
 * {@link Hello}. Meanwhile two more threads open the events queue, which loads Chronicle while the supervisor loads it
 * too, and load the codec ({@link CodecWarmUp}).
 */
public final class WorkerMain {

    private WorkerMain() {}

    /** Runs a worker; the arguments are those of {@link WorkerArguments}. */
    public static void main(String[] args) {
        ExitCode exit;
        try {
            exit = run(WorkerArguments.parse(args));
        } catch (IllegalArgumentException e) {
            exit = fail(ExitCode.BAD_ARGUMENTS, e);
        } catch (ProtocolException e) {
            exit = fail(ExitCode.PROTOCOL_ERROR, e);
        } catch (ConnectException | NoSuchFileException e) {
            exit = fail(ExitCode.ORPHANED, e);
        } catch (NoRoomException e) {
            exit = fail(ExitCode.NO_ROOM, e);
        } catch (Throwable e) {
            e.printStackTrace();
            exit = fail(ExitCode.INTERNAL_ERROR, e);
        }
        System.exit(exit.code());
    }

    private static ExitCode run(WorkerArguments arguments) throws IOException, InterruptedException {
        if (arguments.protocolVersion() != MessageFrame.PROTOCOL_VERSION) {
            return mismatch(arguments, Codecs.fingerprint());
        }
        Dialect dialect = Dialect.of(arguments.codecFingerprint());
        Codecs codecs = new Codecs(
                ClassLoader.getSystemClassLoader(), MessageFrame.payloadOf(arguments.maxFrameBytes()), dialect);
        JvmFlags.requireHere();
        WorkerDirectory directory = new WorkerDirectory(arguments.directory());
        CountDownLatch connected = new CountDownLatch(1);
        Preparation<Sender> queue = Preparation.begin("queue", () -> openEvents(directory, arguments, connected));
        Preparation<Long> codec = Preparation.begin("codec", () -> CodecWarmUp.load(codecs, dialect));
        ParentWatch watch = ParentWatch.start(
                connect(directory, arguments.token(), WorkerLine.Line.CONTROL), Thread.currentThread());
        connected.countDown();
        ExitGuard.install(arguments.exitTimeoutMillis());
        Sender events = queue.await();
        SharedWords words = SharedWords.open(directory.words());
        Doorbell doorbell = doorbell(directory, arguments.token(), words);
        watch.awaitGo();
        Receiver commands = QueueChannel.openReceiver(directory.commands(), arguments.maxFrameBytes());

        long pid = ProcessHandle.current().pid();
        long fingerprint = codec.await();
        if (arguments.codecFingerprint() != fingerprint) {
            return mismatch(arguments, fingerprint);
        }
        EventWriter writer = writer(events, doorbell);
        int maxFailureBytes = MessageFrame.failureOf(arguments.maxFrameBytes());
        RunningItem running = new RunningItem(Thread.currentThread(), words.nowRunning());
        CurrentTask.bind(
                new TaskContext(arguments.workerId(), arguments.incarnation(), pid),
                (done, total) -> words.progress().report(running.started(), done, total));
        watch.setRunning(running);
        TaskRunner runner = new TaskRunner(codecs, running, writer, maxFailureBytes);
        Runnable hello = () -> writer.write(new Hello(MessageFrame.PROTOCOL_VERSION, pid, fingerprint));
        Path rehearsal = directory.path().resolve("rehearsal");
        Runnable warmUp = () -> WarmUp.run(codecs, maxFailureBytes, rehearsal);
        return new WorkerLoop(commands, doorbell, words.workerParked(), runner, hello, warmUp).run();
    }

    /**
     * Creates the events queue once the control line is connected, and loads Chronicle meanwhile: a supervisor that has
     * ended is not connected to, and its directory may be removed already.
     */
    private static Sender openEvents(WorkerDirectory directory, WorkerArguments arguments, CountDownLatch connected)
            throws InterruptedException {
        QueueChannel.load();
        connected.await();
        return QueueChannel.openSender(directory.events(), arguments.maxFrameBytes());
    }

    private static Doorbell doorbell(WorkerDirectory directory, long token, SharedWords words) throws IOException {
        SocketChannel socket = connect(directory, token, WorkerLine.Line.DOORBELL);
        socket.configureBlocking(false);
        return new Doorbell(socket, words.readerParked());
    }

    private static EventWriter writer(Sender events, Doorbell doorbell) {
        Runnable ring = doorbell::ring;
        return new EventWriter((frame, ordinal) -> {
            events.send(frame, ring);
            doorbell.ring(ordinal);
        });
    }

    private static ExitCode mismatch(WorkerArguments arguments, long fingerprint) {
        System.err.printf(
                "procpool worker: the supervisor speaks protocol %d, codec %016x; this worker protocol %d, codec %016x."
                        + " Both sides need the same versions of procpool, Kryo and the JDK.%n",
                arguments.protocolVersion(), arguments.codecFingerprint(), MessageFrame.PROTOCOL_VERSION, fingerprint);
        return ExitCode.VERSION_MISMATCH;
    }

    static SocketChannel connect(WorkerDirectory directory, long token, WorkerLine.Line line) throws IOException {
        if (!Files.exists(directory.socket())) {
            throw new NoSuchFileException(directory.socket().toString()); // a SocketException would say less
        }
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()));
        ByteBuffer preamble = WorkerLine.preamble(token, line);
        while (preamble.hasRemaining()) {
            socket.write(preamble);
        }
        return socket;
    }

    private static ExitCode fail(ExitCode code, Throwable cause) {
        System.err.println("procpool worker: " + cause);
        return code;
    }
}
