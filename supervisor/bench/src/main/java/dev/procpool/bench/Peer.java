package dev.procpool.bench;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The columns of the table. */
public enum Peer {
    /** Worker JVMs, on the JDK that runs the bench. */
    PROCPOOL("procpool", "procpool", Kind.JVM),
    /** Worker JVMs, on the other JDK that was given. */
    PROCPOOL_OTHER("procpoolOther", "procpool", Kind.OTHER_JVM),
    /** {@code Pool.ofThreads}: the limit for pools of processes when the processors are busy. */
    THREADS("threads", "threads", Kind.PEERS_JVM),
    /** Python's {@code multiprocessing.Pool} of forked workers, at its best chunk size; the script at the shell. */
    PYTHON_BEST("pythonBest", "Pool (fork), best chunk size", Kind.PYTHON),
    /** The same of the first other Python that was given; where a row has no chunk size, its plain pool. */
    PYTHON_GIVEN_1("pythonGiven1", "another Python", Kind.FIRST_GIVEN_PYTHON),
    /** The same of the second one. */
    PYTHON_GIVEN_2("pythonGiven2", "a second Python", Kind.SECOND_GIVEN_PYTHON),
    /** The same of the third one. */
    PYTHON_GIVEN_3("pythonGiven3", "a third Python", Kind.THIRD_GIVEN_PYTHON),
    /** Python's {@code multiprocessing.Pool} of forked workers. */
    PYTHON_FORK("pythonFork", "Pool (fork)", Kind.PYTHON),
    /** The same of spawned workers. */
    PYTHON_SPAWN("pythonSpawn", "Pool (spawn)", Kind.PYTHON),
    /** Python's {@code concurrent.futures.ProcessPoolExecutor}. */
    PYTHON_EXECUTOR("pythonExecutor", "ProcessPoolExecutor", Kind.PYTHON),
    /** A loop in one Python process. */
    PYTHON_LOOP("pythonLoop", "Python's plain loop", Kind.PYTHON),
    /** PP4J's pool of JVMs, which talk through their standard streams. */
    PP4J("pp4j", "PP4J", Kind.PP4J_JVM),
    /**
     * The same payload there and back through the channel alone: two Chronicle queues, a region for large frames,
     * doorbells.
     */
    CHRONICLE("chronicle", "bare channel", Kind.PEERS_JVM),
    /** The same payload there and back through mapped memory, both sides spinning: the limit. */
    RING("ring", "bare ring", Kind.PEERS_JVM),
    /** Bare JVMs that do the same in a loop, or only start. */
    BARE_JVMS("bareJvms", "bare JVMs", Kind.PEERS_JVM),
    /** A program of the shell that does the same: {@code awk}, or {@code xargs -P2 -n50 sha256sum}. */
    TOOL("tool", "awk, xargs", Kind.COMMAND);

    /** The other Pythons that can be given, in the order in which they are given. */
    public static final Set<Peer> GIVEN = Collections.unmodifiableSet(EnumSet.range(PYTHON_GIVEN_1, PYTHON_GIVEN_3));

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
        /** A child JVM with PP4J on its class path, on the first JDK. */
        PP4J_JVM,
        /** A Python process. */
        PYTHON,
        /** A process of the first other Python. */
        FIRST_GIVEN_PYTHON,
        /** A process of the second other Python. */
        SECOND_GIVEN_PYTHON,
        /** A process of the third other Python. */
        THIRD_GIVEN_PYTHON,
        /** The bench itself, which runs a command. */
        COMMAND
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

    /** Whether this is one of the Pythons that were given. */
    boolean isGiven() {
        return GIVEN.contains(this);
    }

    /** The place of a Python among the given ones, from 0 on. */
    int place() {
        return ordinal() - PYTHON_GIVEN_1.ordinal();
    }

    /** Whether a Python measures it. */
    public boolean isPython() {
        return kind == Kind.PYTHON || isGiven();
    }
}
