package dev.procpool;

import java.util.List;

/** What the JVM of a worker is tuned for. Options of the user come later on its command line, and win. */
public enum WorkerProfile {
    /**
     * Long work: all that the JVM's compilers can do, for code that has run twice as often as usual ({@code
     * -XX:CompileThresholdScaling=2}): most of what they would compile in a JVM that starts does not run again.
     */
    THROUGHPUT(List.of("-XX:CompileThresholdScaling=2")),
    /**
     * Short lives: code is compiled quickly and not well ({@code -XX:TieredStopAtLevel=1}). A worker is ready earlier and needs less
     * memory. The first seconds of work that calls much code (parsing, collections, files) take up to a third less; a loop of numbers
     * takes up to twice as long, from its first half second on. To be taken for a pool that lives for seconds and does the former.
     */
    STARTUP(List.of("-XX:TieredStopAtLevel=1"));

    private final List<String> jvmOptions;

    WorkerProfile(List<String> jvmOptions) {
        this.jvmOptions = jvmOptions;
    }

    /** The options of a worker's JVM. */
    public List<String> jvmOptions() {
        return jvmOptions;
    }
}
