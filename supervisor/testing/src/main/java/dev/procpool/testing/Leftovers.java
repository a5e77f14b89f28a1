package dev.procpool.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After a class of tests: no process below this JVM is alive, and no run directory of this JVM is left. */
public final class Leftovers implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
        Await.until(() -> processes().isEmpty() && directories().isEmpty());
        assertThat(processes()).as("processes left over").isEmpty();
        assertThat(directories()).as("run directories left over").isEmpty();
    }

    public static List<String> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(p -> p.pid() + " " + p.info().commandLine().orElse("?"))
                .toList();
    }

    public static List<Path> directories() {
        String mine = "procpool." + ProcessHandle.current().pid() + ".";
        return Stream.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))
                .filter(Files::isDirectory)
                .flatMap(Leftovers::list)
                .filter(p -> p.getFileName().toString().startsWith(mine))
                .toList();
    }

    /** The names of threads of this JVM that belong to pools. */
    public static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("procpool-"))
                .toList();
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
