package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The command line as a process of its own, with real streams, signals and exit codes. As an extension it has a new
 * directory for each test, and fails a test that leaves a process behind.
 */
final class CommandLineProgram implements BeforeEachCallback, AfterEachCallback {

    static final Duration GUARD = Duration.ofSeconds(50);

    private Path directory;

    /** The extension. */
    CommandLineProgram() {}

    /** @param directory for its output */
    CommandLineProgram(Path directory) {
        this.directory = directory;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("procpool-cli-test");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertNothingIsLeft();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The directory of its output, which a test may use, too. */
    Path directory() {
        return directory;
    }

    record Ended(int exit, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + GUARD.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    static void assertNothingIsLeft() {
        await(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    ProcessBuilder command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--add-")
                        || a.startsWith("-Dchronicle")
                        || a.startsWith("-Dslf4j")
                        || a.startsWith("--sun-misc"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.procpool.cli.Main"));
        command.addAll(Arrays.asList(words));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
    }

    Ended run(String stdin, String... words) throws Exception {
        return end(command(words), stdin.getBytes(StandardCharsets.UTF_8));
    }

    Ended end(ProcessBuilder builder, byte[] stdin) throws Exception {
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin);
        } catch (IOException e) {
            // A command that does not read its stdin may have ended already.
        }
        return end(process);
    }

    Ended end(Process process) throws Exception {
        assertThat(process.waitFor(GUARD.toSeconds(), TimeUnit.SECONDS))
                .as("ended in time")
                .isTrue();
        return new Ended(process.exitValue(), out(), err());
    }

    String out() {
        return read("out");
    }

    String err() {
        return read("err");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }
}
