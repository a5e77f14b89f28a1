package dev.procpool.cli.bench;

import dev.procpool.internal.launch.ArchiveFile;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.codec.Codecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/**
 * A JVM with a worker's flags and start-up archive that says when it has begun, or when it has also loaded what a worker is made
 * of: what the start of a worker cannot be shorter than.
 */
final class BareStart {

    private static final int MAX_PAYLOAD = 64 << 20;
    private static final int MAX_FRAME = MessageFrame.sizeFor(MAX_PAYLOAD);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final JvmArguments JVM = JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of());

    private BareStart() {}

    /** The time in ms from the start of a JVM until it runs its main class. */
    static double ofJvm(Path directory) throws Exception {
        return millis(directory, List.of());
    }

    /** The same until it has also loaded the codec, meanwhile opened a queue to send, and then one to receive. */
    static double ofChannel(Path directory) throws Exception {
        return millis(directory, List.of(directory.toString()));
    }

    private static double millis(Path directory, List<String> arguments) throws Exception {
        ProcessBuilder builder = JVM.processBuilder(
                        JvmArguments.archive().filter(ArchiveFile::isPresent),
                        directory.resolve("args"),
                        BareStart.class.getName(),
                        arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            if (process.getInputStream().read() < 0) {
                throw new IOException("the JVM ended before it had begun: exit " + process.waitFor());
            }
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** That JVM; the argument is a directory for the queues, if there are to be any. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            Path directory = Path.of(args[0]);
            FutureTask<Void> codec = new FutureTask<>(BareStart::loadCodec, null);
            Thread thread = new Thread(codec);
            thread.setDaemon(true);
            thread.start();
            QueueChannel.openSender(directory.resolve("events"), MAX_FRAME);
            QueueChannel.openReceiver(directory.resolve("commands"), MAX_FRAME);
            codec.get();
        }
        System.out.write('.');
        System.out.flush();
    }

    private static void loadCodec() {
        Codecs codecs = new Codecs(ClassLoader.getSystemClassLoader(), MAX_PAYLOAD);
        codecs.decode(codecs.encode(Square.FUNCTION));
    }
}
