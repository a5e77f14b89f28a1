package dev.procpool;

import java.util.List;

/**
 * The kind of work that the JVM of a worker is tuned for. JVM options of the user come later on the command line of the
 * worker, and win.
 */
public enum WorkerProfile {
    /**
     * Long work: all compilers of the JVM, for code that has run twice as often as by default ({@code
     * -XX:CompileThresholdScaling=2}): most of the code that they would compile in a starting JVM does not run again.
     */
    THROUGHPUT(List.of("-XX:CompileThresholdScaling=2")),
    /**
     * Short lives: code is compiled quickly but is less optimized ({@code -XX:TieredStopAtLevel=1}). A worker is ready
     * earlier and needs less memory. Work that calls much code (parsing, collections, files) takes up to a third less
     * time in its first seconds; a numeric loop takes up to twice the time, from its first half second on. Meant for
     * pools that live for seconds and do the former.
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
