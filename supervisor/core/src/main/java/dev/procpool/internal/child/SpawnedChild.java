package dev.procpool.internal.child;

import dev.procpool.internal.launch.ControlServer;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.start.ProcessIdentity;
import dev.procpool.protocol.start.WorkerDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A child JVM that was spawned. Immutable.
 *
 * @param server the socket that the child connects to
 * @param directory holds the encoded task and the socket; removed after the end of the child
 */
record SpawnedChild(Process process, ControlServer server, RunDirectory directory) {

    private static final String MAIN_CLASS = "dev.procpool.worker.ChildMain";
    private static final int HEXADECIMAL = 16;

    /**
     * Spawns a child.
     *
     * @param task the task
     * @param directory removed if the child cannot be spawned
     * @throws IOException if no process can be had; the message has the command line
     */
    static SpawnedChild spawn(ChildSettings settings, EncodedTask task, RunDirectory directory) throws IOException {
        try {
            WorkerDirectory files = new WorkerDirectory(directory.path());
            Files.write(files.task(), task.payload());
            for (int i = 0; i < task.classes().size(); i++) {
                Files.write(files.classes(i), task.classes().get(i));
            }
            ControlServer server = ControlServer.open(files.socket());
            try {
                return new SpawnedChild(start(settings, files, server.token()), server, directory);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            directory.delete();
            throw e;
        }
    }

    private static Process start(ChildSettings settings, WorkerDirectory files, long token) throws IOException {
        JvmArguments jvm = JvmArguments.of(
                Optional.empty(),
                settings.jvmOptions(),
                ProcessIdentity.propertiesOfChild(settings.name(), settings.daemon()),
                List.of());
        List<String> arguments = List.of(
                files.path().toString(),
                Long.toUnsignedString(token, HEXADECIMAL),
                Long.toUnsignedString(Codecs.fingerprint(), HEXADECIMAL));
        ProcessBuilder builder = jvm.processBuilder(jvm.usableArchive(), files.argumentFile(), MAIN_CLASS, arguments)
                .redirectOutput(target(settings.stdout()))
                .redirectError(target(settings.stderr()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; the command was: " + String.join(" ", builder.command()), e);
        }
    }

    private static ProcessBuilder.Redirect target(Optional<Path> file) {
        return file.map(path -> ProcessBuilder.Redirect.to(new File(path.toString())))
                .orElse(ProcessBuilder.Redirect.INHERIT);
    }

    /** Accepts the control line of the child and keeps it open until the child closes it by its end. */
    void holdLifeline() {
        try (SocketChannel control = server.accept().socket()) {
            ByteBuffer rest = ByteBuffer.allocate(1);
            while (control.read(rest.clear()) >= 0) {
                // The child says nothing more; only the end counts.
            }
        } catch (IOException e) {
            // The child ended before it connected; another thread waits for its exit.
        }
    }

    /** Waits for the end of the child and removes everything that belonged to it. */
    void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            // Only this package knows the thread, and it does not interrupt it.
        }
        server.close();
        directory.delete();
    }
}
