package dev.procpool;

import java.io.PrintStream;

/**
 * Takes the output of workers, line by line. Called by one thread of the pool, one line at a time. Workers that print
 * faster than the lines are taken wait for up to a second; after that lines are dropped, and an additional line tells
 * their number.
 */
@FunctionalInterface
public interface WorkerOutput {

    /** The two streams of a process. */
    enum Source {
        /** The standard output. */
        STDOUT,
        /** The standard error. */
        STDERR
    }

    /**
     * Takes one line without its end. A line of more than 64 KiB comes in pieces.
     *
     * @param workerId the worker that printed it, from 1
     * @param pid the process id of that worker
     */
    void line(int workerId, long pid, Source source, String line);

    /** Prints each line to the same stream of this JVM, prefixed {@code [worker 2 pid 4711]}. The default. */
    static WorkerOutput toSystemStreams() {
        return (workerId, pid, source, line) ->
                print(source == Source.STDOUT ? System.out : System.err, "" + workerId, pid, line);
    }

    /** Prints as {@link #toSystemStreams()}, prefixed {@code [worker 2 of images pid 4711]}. */
    static WorkerOutput toSystemStreams(String pool) {
        return (workerId, pid, source, line) ->
                print(source == Source.STDOUT ? System.out : System.err, workerId + " of " + pool, pid, line);
    }

    /** Prints each line to the standard error stream of this JVM, prefixed {@code [worker 2 pid 4711]}. */
    static WorkerOutput toStandardError() {
        return (workerId, pid, source, line) -> print(System.err, "" + workerId, pid, line);
    }

    /** Drops every line. */
    static WorkerOutput discarding() {
        return (workerId, pid, source, line) -> {};
    }

    private static void print(PrintStream out, String worker, long pid, String line) {
        out.println("[worker " + worker + " pid " + pid + "] " + line);
    }
}
