package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.ExitReport;
import dev.procpool.WorkerOutput.Source;
import dev.procpool.testing.Later;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {

    private static final long GUARD_SECONDS = 30;

    /** A process that no signal ends. */
    private static final class Immortal extends Process {

        private final CountDownLatch end = new CountDownLatch(1);
        private final CountDownLatch awaited = new CountDownLatch(1);

        @Override
        public int waitFor() throws InterruptedException {
            awaited.countDown();
            end.await();
            return 0;
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
            return end.await(timeout, unit);
        }

        @Override
        public int exitValue() {
            throw new IllegalThreadStateException();
        }

        @Override
        public void destroy() {}

        @Override
        public long pid() {
            return Long.MAX_VALUE;
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.empty();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }
    }

    private final Immortal immortal = new Immortal();

    private WorkerProcess worker(long killNanos) {
        OutputPump silent = OutputPump.start(InputStream.nullInputStream(), Source.STDERR, "worker 1", line -> {});
        return new WorkerProcess(1, 1, immortal, silent, silent, Optional.empty(), killNanos);
    }

    private static CompletableFuture<ExitReport> exitOf(WorkerProcess worker) {
        return Later.supply(() -> {
            try {
                return worker.awaitExit(0);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void theWaitForAProcessThatCannotBeKilledIsBounded() throws Exception {
        WorkerProcess worker = worker(TimeUnit.MILLISECONDS.toNanos(10));
        CompletableFuture<ExitReport> exit = exitOf(worker);
        assertThat(immortal.awaited.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();

        worker.kill();

        ExitReport report = exit.get(GUARD_SECONDS, TimeUnit.SECONDS);
        assertThat(report.exitCode()).isEqualTo(ExitReport.LIVES_ON);
        assertThat(report.describe()).startsWith("cannot be killed");
    }

    @Test
    void aProcessThatWasKilledBeforeItIsAwaitedIsAwaitedForABoundedTimeToo() throws Exception {
        WorkerProcess worker = worker(0);
        worker.kill();

        assertThat(exitOf(worker).get(GUARD_SECONDS, TimeUnit.SECONDS).exitCode())
                .isEqualTo(ExitReport.LIVES_ON);
    }

    @Test
    void aProcessThatEndsSoonAfterItWasKilledHasItsExitCode() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        OutputPump silent = OutputPump.start(InputStream.nullInputStream(), Source.STDERR, "worker 1", line -> {});
        WorkerProcess worker =
                new WorkerProcess(1, 1, process, silent, silent, Optional.empty(), WorkerProcess.KILL_NANOS);
        CompletableFuture<ExitReport> exit = exitOf(worker);

        worker.kill();
        worker.kill();

        assertThat(exit.get(GUARD_SECONDS, TimeUnit.SECONDS).signal()).hasValue("SIGKILL");
    }
}
