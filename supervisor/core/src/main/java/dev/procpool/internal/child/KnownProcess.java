package dev.procpool.internal.child;

import dev.procpool.ChildProcess;
import dev.procpool.internal.base.Times;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** This process or its parent, which cannot be started, ended or closed from here. Immutable. */
record KnownProcess(String name, boolean daemon, long processId) implements ChildProcess {

    private IllegalStateException refused(String method) {
        return new IllegalStateException(
                name + " (pid " + processId + ") is not a child of this process: " + method + " is for children");
    }

    @Override
    public void start() {
        throw refused("start()");
    }

    @Override
    public void run() {
        throw refused("run()");
    }

    @Override
    public void join() throws InterruptedException {
        join(Duration.ofNanos(Times.LONGEST_WAIT));
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        Optional<ProcessHandle> handle = ProcessHandle.of(processId);
        if (handle.isEmpty()) {
            return true;
        }
        if (handle.get().equals(ProcessHandle.current())) {
            throw new IllegalStateException("a process cannot join itself");
        }
        try {
            handle.get().onExit().get(Math.max(0, Times.nanos(timeout)), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public boolean isAlive() {
        return ProcessHandle.of(processId).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(processId);
    }

    @Override
    public OptionalInt exitCode() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> exitSignal() {
        return Optional.empty();
    }

    @Override
    public void terminate() {
        throw refused("terminate()");
    }

    @Override
    public void kill() {
        throw refused("kill()");
    }

    @Override
    public CompletableFuture<ChildProcess> onExit() {
        throw refused("onExit()");
    }

    @Override
    public void close() {
        throw refused("close()");
    }
}
