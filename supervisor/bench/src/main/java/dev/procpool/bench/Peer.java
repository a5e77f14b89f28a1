package dev.procpool.bench;

/** The columns of the table. */
public enum Peer {
    /** Worker JVMs, on the JDK that runs the bench. */
    PROCPOOL("procpool", "procpool", Kind.JVM),
    /** Worker JVMs, on the other JDK that was given. */
    PROCPOOL_OTHER("procpoolOther", "procpool", Kind.OTHER_JVM),
    /** {@code Pool.ofThreads}: the limit for pools of processes when the processors are busy. */
    THREADS("threads", "threads", Kind.PEERS_JVM),
    /** Python's {@code multiprocessing.Pool} of forked workers. */
    PYTHON_FORK("pythonFork", "Pool (fork)", Kind.PYTHON),
    /** The same of spawned workers. */
    PYTHON_SPAWN("pythonSpawn", "Pool (spawn)", Kind.PYTHON),
    /** Python's {@code concurrent.futures.ProcessPoolExecutor}. */
    PYTHON_EXECUTOR("pythonExecutor", "ProcessPoolExecutor", Kind.PYTHON),
    /**
     * The same payload there and back through the channel alone: two Chronicle queues, a region for large frames,
     * doorbells.
     */
    CHRONICLE("chronicle", "bare channel", Kind.PEERS_JVM),
    /** The same payload there and back through mapped memory, both sides spinning: the limit. */
    RING("ring", "bare ring", Kind.PEERS_JVM),
    /** Bare JVMs that do the same in a loop, or only start. */
    BARE_JVMS("bareJvms", "bare JVMs", Kind.PEERS_JVM);

    /** The process that measures a peer. */
    public enum Kind {
        /** A child JVM on the JDK that runs the bench. */
        JVM,
        /** A child JVM on the other JDK. */
        OTHER_JVM,
        /**
         * Another child JVM on the first JDK: compiled code depends on its past use, and a program uses only one of
         * the peers.
         */
        PEERS_JVM,
        /** A Python process. */
        PYTHON
    }

    private final String key;
    private final String title;
    private final Kind kind;

    Peer(String key, String title, Kind kind) {
        this.key = key;
        this.title = title;
        this.kind = kind;
    }

    /** Its name in JSON. */
    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    public Kind kind() {
        return kind;
    }
}
