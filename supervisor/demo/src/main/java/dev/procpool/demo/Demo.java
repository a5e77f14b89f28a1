package dev.procpool.demo;

import demos.Lanes;
import java.util.Map;

/** Shows one truth by a program. Its texts are in the resource {@code texts.properties}, by its name. */
public interface Demo {

    /** The name on the command line, and the prefix of its texts. */
    String name();

    /** The program that shows it: a file of {@code docs/examples}, which {@link #run} calls. */
    Class<?> program();

    /**
     * Runs it.
     *
     * @param steps is told of what takes more than a second or two
     * @throws Exception if something went wrong that the demo is not about
     */
    Evidence run(Steps steps) throws Exception;

    /** Hears what a run is about to do. */
    @FunctionalInterface
    interface Steps {

        /**
         * @param step the key of its text, {@code NAME.step.STEP}, or {@code step.STEP} for several demos
         * @param values the values in its text
         */
        void begins(String step, Object... values);

        /** Shows how far the work is; called ten times a second. Nothing is shown by default. */
        default void shows(Lanes.Picture picture) {}
    }

    /**
     * The observations of a run.
     *
     * @param shown whether the truth showed itself in this run
     * @param facts by the key of their label, in the order in which they are told. A fact is a number; a text that is
     *     the same in all languages; a yes or no; a list of facts; numbers of items by process id; a map of parts,
     *     whose keys are those of the texts {@code word.KEY}; or a table: such a map for each row, whose keys are those
     *     of the texts {@code NAME.row.KEY}, under the texts {@code NAME.column.KEY} where there are any
     */
    record Evidence(boolean shown, Map<String, Object> facts) {}
}
