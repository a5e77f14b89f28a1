package dev.procpool.protocol.start;

/** The names of system properties by which a supervisor tells a worker about the system that both run on. */
public final class WorkerProperties {

    /** The path of the file that says how long the thread that reads it has waited for a processor. */
    public static final String RUN_QUEUE = "dev.procpool.runQueue";

    /** The worker's part of the memory of the machine, in bytes, which the workers of the worker divide. */
    public static final String MEMORY = "dev.procpool.memory";

    private WorkerProperties() {}
}
