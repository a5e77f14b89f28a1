package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.start.ExitCode;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * The main class of a child process: runs one task in its main thread. Its exit code is the JVM's own: 0 when the task
 * returns, 1 when it throws, and in both cases once the last non-daemon thread has ended.
 */
public final class ChildMain {

    private static final int HEX = 16;
    private static final int MAX_TASK_BYTES = Integer.MAX_VALUE - 8;

    private ChildMain() {}

    /**
     * Runs a child.
     *
     * @param args the directory of the child, the token of its control line, and the fingerprint of the parent's codec
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            System.err.println("procpool child: it is started by a ChildProcess, with 3 arguments, not " + args.length);
            System.exit(ExitCode.BAD_ARGUMENTS.code());
        }
        if (Long.parseUnsignedLong(args[2], HEX) != Codecs.fingerprint()) {
            System.err.println("procpool child: the parent has another version of procpool or Kryo on its class path");
            System.exit(ExitCode.VERSION_MISMATCH.code());
        }
        task(new WorkerDirectory(Path.of(args[0])), Long.parseUnsignedLong(args[1], HEX))
                .call();
    }

    private static Callable<?> task(WorkerDirectory directory, long token) throws IOException {
        ParentWatch.start(WorkerMain.connect(directory, token, WorkerLine.Line.CONTROL), Thread.currentThread());
        Codecs codecs = new Codecs(ClassLoader.getSystemClassLoader(), MAX_TASK_BYTES);
        byte[] encoded = Files.readAllBytes(directory.task());
        if (!Files.exists(directory.classes(0))) {
            return (Callable<?>) codecs.decode(encoded);
        }
        CodeSpace space = new CodeSpace(codecs);
        for (int part = 0; Files.exists(directory.classes(part)); part++) {
            space.add(Files.readAllBytes(directory.classes(part)));
        }
        Thread.currentThread().setContextClassLoader(space.loader());
        return (Callable<?>) space.decode(encoded);
    }
}
