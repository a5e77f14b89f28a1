package dev.procpool;

import java.io.PrintStream;

/**
 * Takes what workers print, line by line. Called by one thread of the pool, one line at a time. When it is slower than the
 * workers print, they wait for it up to a second; then lines are dropped, and a line says how many.
 */
@FunctionalInterface
public interface WorkerOutput {

    /** The two streams of a process. */
    enum Source {
        STDOUT,
        STDERR
    }

    /**
     * Takes one line without its end. A line of more than 64 KiB comes in pieces.
     *
     * @param workerId the worker that printed it, from 1
     * @param pid its process id
     */
    void line(int workerId, long pid, Source source, String line);

    /** Prints each line to the same stream of this JVM, prefixed {@code [worker 2 pid 4711]}. The default. */
    static WorkerOutput toSystemStreams() {
        return (workerId, pid, source, line) ->
                print(source == Source.STDOUT ? System.out : System.err, workerId, pid, line);
    }

    /** Prints each line to the standard error stream of this JVM, prefixed {@code [worker 2 pid 4711]}. */
    static WorkerOutput toStandardError() {
        return (workerId, pid, source, line) -> print(System.err, workerId, pid, line);
    }

    /** Drops everything. */
    static WorkerOutput discarding() {
        return (workerId, pid, source, line) -> {};
    }

    private static void print(PrintStream out, int workerId, long pid, String line) {
        out.println("[worker " + workerId + " pid " + pid + "] " + line);
    }
}
