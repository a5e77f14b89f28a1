package dev.procpool.cli;

/** The main reason why a run was not faster, and what would have been. */
enum Situation {
    /** The workers took longer to start than they worked. */
    START_UP,
    /** There were fewer items than workers. */
    TOO_FEW_ITEMS,
    /** One item took long, while other workers had nothing. */
    ONE_SLOW_ITEM,
    /** Items took longer to be moved than to be run. */
    TRANSPORT,
    /** The workers ran items for most of the time. */
    WELL_USED,
    /** The workers waited for items. */
    SLOW_INPUT;

    private static final double HALF = 0.5;
    private static final double MUCH = 0.7;
    private static final int SEVERAL = 4;

    static Situation of(RunFigures run) {
        if (run.startNanos() > HALF * run.wallNanos()) {
            return START_UP;
        }
        if (run.items() < run.workers()) {
            return TOO_FEW_ITEMS;
        }
        if (run.running() >= MUCH) {
            return WELL_USED;
        }
        if (run.workers() > 1
                && run.slowestNanos() > HALF * run.spanNanos()
                && run.slowestNanos() > SEVERAL * run.othersNanos()) {
            return ONE_SLOW_ITEM;
        }
        if (run.moving() > run.running()) {
            return TRANSPORT;
        }
        return run.idle() > HALF ? SLOW_INPUT : WELL_USED;
    }

    /** One sentence on what would have been faster. */
    String advice(RunFigures run) {
        return switch (this) {
            case START_UP ->
                "the start of the workers took " + TimeText.of(run.startNanos()) + " of " + TimeText.of(run.wallNanos())
                        + ": more items in one run, or '--profile startup', would pay; for this work alone a loop "
                        + "without workers is faster";
            case TOO_FEW_ITEMS ->
                "there were " + run.items() + (run.items() == 1 ? " item" : " items") + " for " + run.workers()
                        + " workers: the work in more and smaller items would be faster, and -j" + run.items()
                        + " as fast";
            case ONE_SLOW_ITEM ->
                "item " + run.slowest().get(0).number() + " ran for " + TimeText.of(run.slowestNanos()) + " of "
                        + TimeText.of(run.spanNanos())
                        + " while other workers had nothing to do: it should come first, or be split";
            case TRANSPORT ->
                "an item ran for " + TimeText.of(run.ranNanos() / run.items())
                        + ", which is less than it takes to move it to a worker: items with more work in each, "
                        + "or a larger --chunk or --buffer, would be faster";
            case WELL_USED -> "the workers were well used: only more processors or a faster task would help";
            case SLOW_INPUT ->
                "the workers had nothing to do for " + Math.round(100 * run.idle())
                        + "% of the time: items came, or results were taken, too slowly";
        };
    }
}
