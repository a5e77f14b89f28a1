package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Places where a task can run at the same time: a child process, a worker, and threads of this process. */
final class Crowd implements AutoCloseable {

    private final Pool worker = Pool.open(1);
    private final Pool threads = Pool.ofThreads(16);
    private final List<ChildProcess> children = new ArrayList<>();
    private final List<TaskFuture<?>> items = new ArrayList<>();

    /** Starts a task so often at the same time: once in a child, once in a worker, and else in threads. */
    void start(int times, Task<Integer> task) {
        for (int i = 0; i < times; i++) {
            switch (i) {
                case 0 -> startChild(task);
                case 1 -> items.add(worker.applyAsync(task));
                default -> items.add(threads.applyAsync(task));
            }
        }
    }

    ChildProcess startChild(Task<Integer> task) {
        ChildProcess child = ChildProcess.of(task);
        children.add(child);
        child.start();
        return child;
    }

    /** Waits until all tasks have ended without an exception. */
    void join() throws Exception {
        for (TaskFuture<?> item : items) {
            item.get();
        }
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        items.clear();
    }

    @Override
    public void close() {
        children.forEach(ChildProcess::close);
        worker.terminate();
        worker.close();
        threads.close();
    }
}
