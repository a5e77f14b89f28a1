package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A start is bounded, whatever the worker does. */
@ExtendWith(Leftovers.class)
class StartIT {

    private static final long GUARD_SECONDS = 50;
    private static final Path WITHOUT_RIGHTS = Path.of("/usr/bin/setpriv");

    /** Makes the command queue unreadable, and runs the worker without the right to read it all the same. */
    private static final String JAVA = """
            #!/bin/sh
            directory=
            for word in "$@"; do
              [ "$last" = dev.procpool.worker.WorkerMain ] && directory=$word
              last=$word
            done
            while ! ls "$directory"/commands/*.cq4 >/dev/null 2>&1; do sleep 0.01; done
            chmod 000 "$directory"/commands/*
            exec setpriv --bounding-set=-all --inh-caps=-all REAL "$@"
            """;

    @TempDir
    Path directory;

    /** A program whose workers are started by another {@code java}. */
    static final class UsesAnotherJava {

        public static void main(String[] arguments) {
            System.setProperty("java.home", arguments[0]);
            try (Pool pool = Pool.builder()
                    .processes(1)
                    .startTimeout(Duration.ofSeconds(3))
                    .open()) {
                System.out.println(pool.apply((Integer x) -> x * x, 5));
            } catch (PoolBrokenException e) {
                System.out.println(e.getCause().getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A Java home like that of this JVM, but for its program. */
    private Path javaHome() throws Exception {
        Path real = Path.of(System.getProperty("java.home"));
        Path home = Files.createDirectories(directory.resolve("jdk"));
        for (String name : List.of("lib", "conf", "release")) {
            Files.createSymbolicLink(home.resolve(name), real.resolve(name));
        }
        Path program = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(program, JAVA.replace("REAL", real.resolve("bin/java").toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    @Test
    void aWorkerThatCannotReadItsCommandsIsEndedByTheStartTimeout() throws Exception {
        boolean isRoot = System.getProperty("user.name").equals("root");
        assumeTrue(isRoot && Files.isExecutable(WITHOUT_RIGHTS), "needs the right to take rights away");
        Path output = directory.resolve("output");
        Process program = OtherJvm.running(
                        UsesAnotherJava.class, output, List.of(), javaHome().toString())
                .start();
        try {
            assertThat(program.waitFor(GUARD_SECONDS, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
        } finally {
            program.destroyForcibly();
        }

        assertThat(Files.readString(output)).contains("was not ready within 3s");
    }
}
