package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Child processes; mirrors the tests of {@code multiprocessing.Process}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
@Tag("portable")
class ChildProcessIT {

    @TempDir
    Path directory;

    private static final Task<Void> SLEEP = () -> {
        Thread.sleep(60_000);
        return null;
    };

    /** Writes what a task says into a file, as a child has no other way to tell. */
    private static Task<Void> writing(Path file, Task<String> text) {
        String path = file.toString();
        return () -> {
            Files.writeString(Path.of(path), text.call());
            return null;
        };
    }

    private String said(Task<String> text) throws Exception {
        Path file = directory.resolve("said");
        try (ChildProcess child = ChildProcess.of(writing(file, text))) {
            child.start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        return Files.readString(file);
    }

    @Test
    void theCurrentProcessIsAliveAndHasNoParentHere() {
        ChildProcess current = ChildProcess.current();
        assertThat(current.isAlive()).isTrue();
        assertThat(current.daemon()).isFalse();
        assertThat(current.pid()).hasValue(ProcessHandle.current().pid());
        assertThat(current.exitCode()).isEmpty();
        assertThat(ChildProcess.parent()).isEmpty();
        assertThat(Processes.cpuCount()).isPositive();
    }

    @Test
    void aChildKnowsItselfItsParentAndWhatItCaptured() throws Exception {
        int number = 5;
        List<String> list = List.of("a", "b");
        String here = said(() -> {
            ChildProcess parent = ChildProcess.parent().orElseThrow();
            return ProcessHandle.current().pid() + " "
                    + ChildProcess.current().pid().orElse(0) + " "
                    + parent.pid().orElse(0) + " " + parent.name() + " " + parent.isAlive() + " " + number + list;
        });
        String[] words = here.split(" ", 5);
        assertThat(words[0]).isEqualTo(words[1]);
        assertThat(words[2]).isEqualTo(Long.toString(ProcessHandle.current().pid()));
        assertThat(words[3]).isEqualTo("MainProcess");
        assertThat(words[4]).isEqualTo("true 5[a, b]");
    }

    @Test
    void theDaemonFlagIsInheritedAndCanBeSet() {
        assertThat(ChildProcess.of(SLEEP).daemon()).isFalse();
        assertThat(ChildProcess.builder(SLEEP).daemon(true).build().daemon()).isTrue();
        assertThat(ChildProcess.builder(SLEEP).name("worker bee").build().name())
                .isEqualTo("worker bee");
    }

    @Test
    void aChildIsListedOnlyBetweenItsStartAndItsEnd() throws Exception {
        ProcessEvent isRunning = ProcessEvent.create();
        ChildProcess child = ChildProcess.of(() -> {
            isRunning.set();
            return SLEEP.call();
        });
        assertThat(child.isAlive()).isFalse();
        assertThat(child.exitCode()).isEmpty();
        assertThat(ChildProcess.activeChildren()).doesNotContain(child);
        assertThatThrownBy(child::onExit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(child::join).isInstanceOf(IllegalStateException.class);

        child.start();
        CompletableFuture<ChildProcess> exit = child.onExit();
        assertThat(child.isAlive()).isTrue();
        assertThat(ChildProcess.activeChildren()).contains(child);
        assertThat(exit).isNotDone();
        assertThat(child.join(Duration.ZERO)).isFalse();
        assertThatThrownBy(child::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(child::close).isInstanceOf(IllegalStateException.class);

        isRunning.await(); // a JVM that gets the signal while it starts may end by an error of its own
        child.terminate();
        assertThat(child.join(Duration.ofSeconds(30))).isTrue();
        assertThat(child.exitCode()).hasValue(143);
        assertThat(child.exitSignal()).contains("SIGTERM");
        assertThat(exit.get(30, TimeUnit.SECONDS)).isSameAs(child);
        assertThat(ChildProcess.activeChildren()).doesNotContain(child);

        child.close();
        child.close();
        assertThatThrownBy(child::isAlive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(child::join).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(child::terminate).isInstanceOf(IllegalStateException.class);
        isRunning.close();
    }

    @Test
    void theTaskIsLetGoAfterTheStart() throws Exception {
        int[] captured = {1};
        WeakReference<int[]> reference = new WeakReference<>(captured);
        ChildProcess child = child(captured);
        captured = null;
        child.start();
        Await.until(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertThat(reference.get()).isNull();
        assertThatThrownBy(child::run).isInstanceOf(IllegalStateException.class);
        child.join();
    }

    private static ChildProcess child(int[] captured) {
        return ChildProcess.of(() -> captured.length);
    }

    @Test
    void runStaysInTheCallingProcess() throws Exception {
        long[] pid = new long[1];
        Task<Void> task = () -> {
            pid[0] = ProcessHandle.current().pid();
            return null;
        };
        ChildProcess.of(task).run();
        assertThat(pid[0]).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void concurrentChildrenInheritNothingOfEachOther() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        List<ChildProcess> children = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Path file = directory.resolve("fds" + i);
            files.add(file);
            children.add(ChildProcess.of(writing(file, () -> {
                try (var fds = Files.list(Path.of("/proc/self/fd"))) {
                    return fds.map(ChildProcessIT::kindOf)
                            .filter(kind -> !kind.isEmpty())
                            .sorted()
                            .collect(java.util.stream.Collectors.joining("\n"));
                }
            })));
        }
        children.forEach(ChildProcess::start);
        for (ChildProcess child : children) {
            child.join();
        }
        List<String> first = Files.readAllLines(files.get(0));
        assertThat(first).contains("socket", "pipe");
        for (Path file : files) {
            assertThat(Files.readAllLines(file)).isEqualTo(first);
        }
    }

    /** "pipe" of pipe:[4711]; nothing of a file: the JVM opens some of /proc and /sys for a moment now and then. */
    private static String kindOf(Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            return target.startsWith("/") ? "" : target.substring(0, target.indexOf(':'));
        } catch (java.io.IOException e) {
            return ""; // closed meanwhile
        }
    }

    @Test
    void aPoolWorksInAChildWithAnEmptyStdin() throws Exception {
        assertThat(said(() -> {
                    try (Pool pool = Pool.open(1)) {
                        return pool.apply(() -> System.in.read()) + " " + System.in.read();
                    }
                }))
                .isEqualTo("-1 -1");
    }
}
