package dev.procpool.bench;

import java.util.List;
import java.util.Set;

/**
 * The rows of the table. Every peer measures the same under the same name; with two workers unless the row says more.
 */
public enum Row {
    /** {@code map}, chunk size 1, x → x², ints. */
    MAP_SINGLE("map, chunk size 1, ints", "items/s", PeerSets.MANY_AND_PP4J, Target.timesPool(50)),
    /** The same, a record of three components in and out. */
    MAP_RECORD(
            "map, chunk size 1, records",
            "items/s",
            PeerSets.MANY_AND_PP4J,
            Target.timesPool(10),
            Target.timesBest(2.5)),
    /** {@code map}, default chunks, x → x², ints. */
    MAP_DEFAULT("map, default chunks, ints", "items/s", PeerSets.MANY, Target.timesPool(5), Target.timesBest(5)),
    /** {@code imapUnordered}, defaults, ints. */
    IMAP_UNORDERED(
            "imapUnordered, default, ints",
            "items/s",
            PeerSets.MANY_BUT_EXECUTOR,
            Target.timesPool(40),
            Target.timesBest(1.3)),
    /** A blocking call right after the one before. */
    APPLY_HOT(
            "apply, hot, p50",
            "µs",
            PeerSets.POOLS_AND_BARE,
            Target.atMostTimes(Peer.CHRONICLE, 5),
            Target.atMostPartOfPool(20)),
    /** A blocking call after 2 ms of silence. */
    APPLY_COLD(
            "apply, after 2 ms of silence, p50",
            "µs",
            PeerSets.POOLS_AND_CHRONICLE,
            Target.atMostTimes(Peer.CHRONICLE, 2),
            Target.atMostPartOfPool(5)),
    /** Submitting and getting. */
    ASYNC_HOT("applyAsync(…).get(), p50", "µs", PeerSets.POOLS, Target.atMostPartOfPool(10)),
    /** Submitting, until a dependent of the future has run. */
    DEPENDENT_HOT("applyAsync, until a dependent ran, p50", "µs", PeerSets.POOLS, Target.atMostPartOfPool(10)),
    /** Four threads that make blocking calls. */
    FOUR_CALLERS("4 callers, blocking calls", "calls/s", PeerSets.POOLS_AND_PP4J, Target.timesPool(40)),
    /** A blocking call while another thread is in a {@code map} of ten million ints. */
    BESIDE_MAP("apply beside a map of 10⁷ ints, p50", "ms", 10),
    /** A blocking call while another thread is in a {@code map} of items that sleep for 5 ms. */
    BESIDE_FLOOD("apply beside a map of 5 ms items, p50", "ms", 6),
    /** 100 KiB there and back. */
    ECHO_100K("100 KiB echo, both ways", "MB/s", PeerSets.POOLS_AND_BARE, Target.timesPool(8)),
    /** 8 MiB there and back. */
    ECHO_8M("8 MiB echo, both ways", "MB/s", PeerSets.POOLS_AND_BARE, Target.timesPool(8)),
    /** An array of a million doubles as an argument. */
    DOUBLES("double[1,000,000], summed", "calls/s", Size.NORMAL, PeerSets.POOLS_AND_PP4J, Target.timesPool(4)),
    /** {@code map} of strings of 20 characters to upper case. */
    MAP_TEXT("map, strings of 20 characters", "items/s", PeerSets.BEST_AND_PP4J, Target.timesBest(2.2)),
    /** The same strings to their lengths. */
    MAP_TEXT_LENGTH("map, strings to their lengths", 1.8),
    /** {@code map} of strings of 200 characters. */
    MAP_TEXT_200("map, strings of 200 characters", 1.3),
    /** {@code map} of 20 Chinese characters each. */
    MAP_CHINESE("map, Chinese strings", 2),
    /** {@code map} of records: a string of 20 characters, an int, a double. */
    MAP_SALES("map, records (String, int, double)", 2.5),
    /** The same fields in an object with getters and setters. */
    MAP_BEANS("map, beans (String, int, double)", 2.5),
    /** {@code imap} of ints, x → x², in order. */
    IMAP_INTS("imap, ints", 1.3),
    /** {@code imap} of strings of 20 characters, in order. */
    IMAP_TEXT("imap, strings of 20 characters", 1.4),
    /** {@code imap} of records, in order. */
    IMAP_SALES("imap, records (String, int, double)", 1.5),
    /** A new pool until its first result, in a JVM that has opened one before. */
    FIRST_RESULT(
            "first result of a new pool",
            "ms",
            PeerSets.POOLS_AND_JVMS,
            Target.atMostTimes(Peer.PYTHON_SPAWN, 3.5, 2.5)),
    /** From the news of a worker's death until the next item is done, in a pool of one that keeps a spare. */
    REPLACEMENT("a killed worker's spare steps in", "ms", 5),
    /** The processor time of all processes of an idle pool of eight. */
    IDLE_CPU("idle pool of 8, all processes", "% of a core", Size.NORMAL, PeerSets.OURS, Target.atMost("%", 0.5)),
    /** A worker that is ready and has had no item. */
    IDLE_MEMORY("a fresh idle worker's PSS", "MiB", 56),
    /** Tasks that keep a processor busy for a millisecond, in turns with the same number of threads of the same JVM. */
    BUSY("tasks of 1 ms of work, throughput", "of threads'", PeerSets.OURS, Target.atLeast("of threads'", 0.97)),
    /** Tasks that sleep, one worker. */
    SLEEP_1("1 worker, tasks sleep 1 ms", Size.QUICK, 1),
    /** The same with two. */
    SLEEP_2("2 workers, tasks sleep 1 ms", Size.NORMAL, 2),
    /** The same with four. */
    SLEEP_4("4 workers, tasks sleep 1 ms", Size.FULL, 4),
    /** The same with eight. */
    SLEEP_8("8 workers, tasks sleep 1 ms", Size.NORMAL, 8),
    /** The same with sixteen. */
    SLEEP_16("16 workers, tasks sleep 1 ms", Size.FULL, 16),
    /** The same with thirty-two. */
    SLEEP_32("32 workers, tasks sleep 1 ms", Size.FULL, 32),
    /** The same with sixty-four. */
    SLEEP_64("64 workers, tasks sleep 1 ms", Size.FULL, 64),
    /** Processor time of all processes for each item, 100,000 ints at chunk size 1. */
    CPU_1E5("CPU per item, 10⁵ items", "µs", Size.NORMAL, PeerSets.OURS, Target.atMost("µs", 2)),
    /** The same with a million. */
    CPU_1E6(
            "CPU per item, 10⁶ items",
            "µs",
            Size.NORMAL,
            PeerSets.OURS,
            Target.atMost("µs", 2),
            Target.atMostTimes(CPU_1E5, Target.FLAT)),
    /** The same with ten million. */
    CPU_1E7(
            "CPU per item, 10⁷ items",
            "µs",
            Size.NORMAL,
            PeerSets.THIS_JDK,
            Target.atMost("µs", 2),
            Target.atMostTimes(CPU_1E5, Target.FLAT)),
    /** A million items and one worker. */
    CPU_1_WORKER("CPU per item, 10⁶ items, 1 worker", Size.NORMAL, CPU_1E6, 1),
    /** A million items and eight workers. */
    CPU_8_WORKERS("CPU per item, 10⁶ items, 8 workers", Size.NORMAL, CPU_1E6, 8),
    /** A million items and 64 workers. */
    CPU_64_WORKERS("CPU per item, 10⁶ items, 64 workers", Size.FULL, CPU_1E6, 64),
    /** {@code procpool run square ::: 3}, the whole process. */
    RUN_COMMAND("run square ::: 3, whole process", "ms", PeerSets.OURS, Target.atMost("ms", 1000, 700)),
    /** A million lines through {@code procpool run square}, from the start of the process to its end. */
    SHELL_1E6("run square, 10⁶ lines", Size.NORMAL, Target.atMostTimesBest(1.3)),
    /** The same with ten million. */
    SHELL_1E7("run square, 10⁷ lines", Size.NORMAL, Target.atMostPart(Peer.PYTHON_BEST, 3)),
    /** A million lines with {@code --json}. */
    SHELL_JSON("run square --json, 10⁶ lines", SHELL_1E6, 1.3),
    /** A million lines with {@code --pid}. */
    SHELL_PID("run square --pid, 10⁶ lines", SHELL_1E6, 1.3),
    /** A million lines with {@code --joblog}. */
    SHELL_JOBLOG("run square --joblog, 10⁶ lines", SHELL_1E6, 1.3),
    /** 300,000 names of small files through {@code procpool run sha256}. */
    SHELL_SHA256(
            "run sha256, 300,000 small files", "s", Size.NORMAL, PeerSets.SHELL_FILES, Target.atMostTimesBest(1.3)),
    /** An acquisition and a release of a lock that no other process uses; the processor time, as in all of these. */
    LOCK_CPU("lock, free, CPU time", "ns", Target.atMostTimesPython(0.4)),
    /** The same of a bounded semaphore. */
    SEMAPHORE_CPU("semaphore, free, CPU time", "ns", Target.atMostTimesPython(1)),
    /** Reading a value and writing one more, under the lock of the value. */
    LOCKED_ADD_CPU("+= 1 under its lock, CPU time", "ns", Target.atMostPartOfPython(15)),
    /** Adding to a value at once; Python needs the lock for it. */
    ATOMIC_ADD_CPU("SharedLong.addAndGet, CPU time", "ns", Target.atMostPartOfPython(50)),
    /** Two processes that add to a value under its lock. */
    ADD_BY_TWO("+= 1 by 2 processes", "/s", Target.timesPython(6)),
    /** An event there, another one back. */
    EVENT_HOT("event round trip, hot, p50", "µs", Target.atMostPartOfPython(2)),
    /** The same after 2 ms of silence. */
    EVENT_COLD("event round trip, after 2 ms, p50", "µs", Target.atMostTimesPython(1.5)),
    /** A permit there, another one back. */
    SEMAPHORE_HOT("semaphore round trip, hot, p50", "µs", Target.atMostTimesPython(1.5)),
    /** The same after 2 ms of silence. */
    SEMAPHORE_COLD("semaphore round trip, after 2 ms, p50", "µs", Target.atMostTimesPython(6)),
    /** An int there through a queue, and back through another. */
    QUEUE_HOT("queue round trip, hot, p50", "µs", Target.atMostPartOfPython(2)),
    /** The same after 2 ms of silence. */
    QUEUE_COLD("queue round trip, after 2 ms, p50", "µs", Target.atMostTimesPython(1.2)),
    /** Ints from one process to another. */
    QUEUE_INTS("queue 1 → 1, ints", "items/s", Target.timesPython(10)),
    /** Arrays of 100 bytes from one process to another. */
    QUEUE_100_BYTES("queue 1 → 1, 100 bytes", "items/s", Target.timesPython(8)),
    /** Ints from two processes to two others. */
    QUEUE_TWO_TO_TWO("queue 2 → 2, ints", "items/s", Target.timesPython(5)),
    /** Arrays of a megabyte from one process to another. */
    QUEUE_1_MB("queue 1 → 1, 1 MB", "MB/s", Target.timesPython(8)),
    /** A get of a map in a manager. */
    MANAGER_CALL("call of a manager's map", "calls/s", Target.timesPython(3)),
    /** A megabyte from the heap into shared memory. */
    MEMORY_COPY_CPU("copy into shared memory, CPU time", "µs/MB", Target.atMostTimesPython(1.25)),
    /** 100 million items through {@code imap}, the supervisor with {@code -Xmx64m}. */
    SOAK("imap of 10⁸ items, -Xmx64m", "items/s", Size.SOAK, PeerSets.THIS_JDK),
    /** The most memory that the supervisor had meanwhile. */
    SOAK_MEMORY("– supervisor's largest RSS", "MiB", Size.SOAK, PeerSets.THIS_JDK, Target.atMost("MiB", 256)),
    /** The most that the run directory took meanwhile. */
    SOAK_DISK("– run directory at its largest", "MiB", Size.SOAK, PeerSets.THIS_JDK, Target.atMost("MiB", 256));

    private final String title;
    private final String unit;
    private final Size size;
    private final Set<Peer> peers;
    private final int workers;
    private final List<Target> targets;

    Row(String title, String unit, Size size, Set<Peer> peers, Target... targets) {
        this(title, unit, size, peers, MeasuredPools.WORKERS, targets);
    }

    private Row(String title, String unit, Size size, Set<Peer> peers, int workers, Target... targets) {
        this.title = title;
        this.unit = unit;
        this.size = size;
        this.peers = peers;
        this.workers = workers;
        this.targets = List.of(targets);
    }

    /** A row of all runs. */
    Row(String title, String unit, Set<Peer> peers, Target... targets) {
        this(title, unit, Size.QUICK, peers, targets);
    }

    /** Ours alone, with a limit that is absolute. */
    Row(String title, String unit, double limit) {
        this(title, unit, Size.NORMAL, PeerSets.OURS, Target.atMost(unit, limit));
    }

    /** Sleeping tasks. */
    Row(String title, Size size, int workers) {
        this(title, "tasks/s", size, PeerSets.THIS_JDK_AND_JVMS, workers, Target.times(Peer.BARE_JVMS, Target.SLEEP));
    }

    /** Many items at the default chunk size, beside Python's pool at its best one. */
    Row(String title, double timesBest) {
        this(title, "items/s", Size.NORMAL, PeerSets.BEST, Target.timesBest(timesBest));
    }

    /** Whole processes at the shell. */
    Row(String title, Size size, Target target) {
        this(title, "s", size, PeerSets.SHELL, target);
    }

    /** An option of a whole process, beside the same process without it. */
    Row(String title, Row plain, double limit) {
        this(title, "s", Size.NORMAL, PeerSets.THIS_JDK, Target.atMostTimes(plain, limit));
    }

    /** Objects between processes, beside those of Python, which has no pool then. */
    Row(String title, String unit, Target... targets) {
        this(title, unit, Size.BETWEEN, PeerSets.BETWEEN, targets);
    }

    /** Processor time with another number of workers. */
    Row(String title, Size size, Row flat, int workers) {
        this(
                title,
                "µs",
                size,
                PeerSets.THIS_JDK,
                workers,
                Target.atMost("µs", 2),
                Target.atMostTimes(flat, Target.FLAT));
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    public Size size() {
        return size;
    }

    /** The number of workers. */
    public int workers() {
        return workers;
    }

    /** The peers that can be measured in it. */
    public Set<Peer> peers() {
        return peers;
    }

    /** The group that it belongs to. */
    public Group group() {
        return Group.of(this);
    }

    /** Whether the usual run measures the peers in it that decide no target. */
    boolean isWithAllPeers() {
        return this == MAP_SINGLE
                || this == MAP_DEFAULT
                || this == APPLY_HOT
                || this == MAP_TEXT
                || this == FIRST_RESULT;
    }

    public List<Target> targets() {
        return targets;
    }

    /** Whether a smaller figure is a better one. */
    public boolean isLessBetter() {
        return !unit.endsWith("/s");
    }

    /** How many times better one figure is than another. */
    public double timesBetter(double ours, double theirs) {
        return isLessBetter() ? theirs / ours : ours / theirs;
    }
}
