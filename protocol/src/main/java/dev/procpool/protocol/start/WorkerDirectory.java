package dev.procpool.protocol.start;

import java.nio.file.Path;

/** The names inside the directory of one worker incarnation. The directory belongs to that incarnation alone. */
public record WorkerDirectory(Path path) {

    /** The queue that the supervisor writes. */
    public Path commands() {
        return path.resolve("commands");
    }

    /** The queue that the worker writes. */
    public Path events() {
        return path.resolve("events");
    }

    /** The socket that the worker connects to, once for the doorbell and once for the control line. */
    public Path socket() {
        return path.resolve("s");
    }

    /** The words that both sides map. */
    public Path words() {
        return path.resolve("words");
    }

    /** The class path and other long arguments, for {@code java @file}. */
    public Path argumentFile() {
        return path.resolve("args");
    }

    /**
     * A part of the classes that the task of a child process needs and the child lacks; the parts are counted from 0.
     */
    public Path classes(int part) {
        return path.resolve("classes-" + part);
    }

    /** The encoded task of a child process. */
    public Path task() {
        return path.resolve("task");
    }
}
