package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ends of child processes: exit codes, signals, threads and children that are left. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
@Tag("portable")
class ChildExitIT {

    @TempDir
    Path directory;

    private static final Task<Void> SLEEP = () -> {
        Thread.sleep(60_000);
        return null;
    };

    @Test
    void killEndsAChildWhoseShutdownHookBlocks() throws Exception {
        Path ready = directory.resolve("ready");
        String path = ready.toString();
        ChildProcess child = ChildProcess.of(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            Files.createFile(Path.of(path));
            Thread.sleep(60_000);
            return null;
        });
        child.start();
        Await.until(() -> Files.exists(ready));
        child.terminate();
        assertThat(child.join(Duration.ofMillis(300))).isFalse();
        child.kill();
        child.join();
        assertThat(child.exitCode()).hasValue(137);
        assertThat(child.exitSignal()).contains("SIGKILL");
    }

    @ParameterizedTest(name = "{0} gives exit code {1}")
    @CsvSource({"exit 8,8", "exit 0,0", "return,0", "throw,1", "exit -1,255", "exit 256,0"})
    void exitCodesAreThoseOfTheOperatingSystem(String how, int code) throws Exception {
        Path stderr = directory.resolve("stderr");
        ChildProcess child = ChildProcess.builder(() -> {
                    if (how.startsWith("exit")) {
                        System.exit(Integer.parseInt(how.substring(5)));
                    }
                    if (how.equals("throw")) {
                        throw new IllegalStateException("uncaught", new RuntimeException("its cause"));
                    }
                    return null;
                })
                .stderr(stderr)
                .build();
        child.start();
        child.join();
        assertThat(child.exitCode()).hasValue(code);
        if (how.equals("throw")) {
            assertThat(Files.readString(stderr))
                    .contains("IllegalStateException: uncaught", "Caused by: java.lang.RuntimeException: its cause")
                    .contains("ChildExitIT.java:");
        }
    }

    @Test
    void aChildWaitsForItsNonDaemonThreadsOnly() throws Exception {
        Path file = directory.resolve("late");
        String path = file.toString();
        ChildProcess child = ChildProcess.of(() -> {
            Thread daemon = new Thread(() -> {
                while (true) {
                    Thread.onSpinWait();
                }
            });
            daemon.setDaemon(true);
            daemon.start();
            new Thread(() -> {
                        try {
                            Thread.sleep(300);
                            Files.writeString(Path.of(path), "late");
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .start();
            return null;
        });
        child.start();
        child.join();
        assertThat(file).hasContent("late");
    }

    @Test
    void closedStreamsInTheChildHarmNobody() throws Exception {
        ChildProcess child = ChildProcess.of(() -> {
            System.out.close();
            System.err.close();
            return null;
        });
        child.start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void manyChildrenEndAsTheyShould() throws Exception {
        List<ChildProcess> quick = new ArrayList<>();
        List<ChildProcess> slow = new ArrayList<>();
        ProcessSemaphore running = ProcessSemaphore.of(0);
        for (int i = 0; i < 5; i++) {
            quick.add(ChildProcess.of(() -> null));
            slow.add(ChildProcess.of(() -> {
                running.release();
                return SLEEP.call();
            }));
        }
        quick.forEach(ChildProcess::start);
        slow.forEach(ChildProcess::start);
        for (ChildProcess child : quick) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        for (int i = 0; i < slow.size(); i++) {
            running.acquire(); // a JVM that gets the signal while it starts may end by an error of its own
        }
        slow.forEach(ChildProcess::terminate);
        for (ChildProcess child : slow) {
            child.join();
            assertThat(child.exitSignal()).contains("SIGTERM");
        }
        running.close();
    }

    private static ChildProcess child(int[] captured) {
        return ChildProcess.of(() -> captured.length);
    }

    @Test
    void childrenOfChildrenEndWithTheirParent() throws Exception {
        Path file = directory.resolve("grandchild");
        String path = file.toString();
        ChildProcess child = ChildProcess.of(() -> {
            ChildProcess grandchild = ChildProcess.of(SLEEP);
            grandchild.start();
            Files.writeString(Path.of(path), grandchild.pid().orElseThrow() + " " + grandchild.name() + " .");
            grandchild.join();
            return null;
        });
        child.start();
        Await.until(() -> Files.exists(file) && file.toFile().length() > 0);
        Await.until(() -> {
            try {
                return Files.readString(file).endsWith(".");
            } catch (java.io.IOException e) {
                return false;
            }
        });
        String[] words = Files.readString(file).split(" ");
        assertThat(words[1]).isEqualTo(child.name() + ":1");
        long grandchild = Long.parseLong(words[0]);
        assertThat(ProcessHandle.of(grandchild)).isPresent();

        child.kill();
        child.join();
        Await.until(() ->
                ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
