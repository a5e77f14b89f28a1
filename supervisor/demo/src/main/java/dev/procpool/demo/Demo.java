package dev.procpool.demo;

import java.util.Map;

/** A program that shows one truth. */
public interface Demo {

    /** The name on the command line, and the prefix of its texts. */
    String name();

    /**
     * Runs it.
     *
     * @throws Exception if something went wrong that the demo is not about
     */
    Evidence run() throws Exception;

    /**
     * The observations of a run.
     *
     * @param shown whether the truth showed itself in this run
     * @param facts by the key of their label, in the order in which they are told
     */
    record Evidence(boolean shown, Map<String, Object> facts) {}
}
