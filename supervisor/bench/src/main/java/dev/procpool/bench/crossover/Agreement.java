package dev.procpool.bench.crossover;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where law and measurement agree, of the cells in which one of them has a crossing.
 *
 * @param right the cells in which the measured crossing is within a factor 2 of the law
 * @param wrong the others
 */
public record Agreement(List<Cell> right, List<Disagreement> wrong) {

    private static final double FACTOR = 2;
    private static final double CLOSE = 0.25;

    public Agreement {
        right = List.copyOf(right);
        wrong = List.copyOf(wrong);
    }

    /** The cause of a disagreement, which the law has not foreseen. */
    public enum Reason {
        /** Gain and transport nearly cancel each other: a small error of either decides. */
        LIMIT,
        /** An item took longer in the open pool than the law expects. */
        SLOWER,
        /** An item took less time in the open pool than the law expects. */
        FASTER,
        /** The start-up of the new pools was another one. */
        START
    }

    /**
     * A cell in which the law is wrong.
     *
     * @param expectedNanos the time that the law expects: of an item in the open pool, or of the start-up
     * @param foundNanos the time that was measured
     */
    public record Disagreement(Cell cell, Reason reason, double expectedNanos, double foundNanos) {}

    public static Agreement of(Result result) {
        List<Cell> right = new ArrayList<>();
        List<Disagreement> wrong = new ArrayList<>();
        for (Cell cell : result.cells()) {
            boolean isWithoutCrossing =
                    cell.lawItems(result.law()).isEmpty() && cell.crossing().kind() == Crossing.Kind.NEVER;
            if (isRight(cell, result.law())) {
                right.add(cell);
            } else if (!isWithoutCrossing) {
                wrong.add(disagreement(cell, result.law()));
            }
        }
        return new Agreement(right, wrong);
    }

    /** The number of cells in which law or measurement have a crossing. */
    public int cells() {
        return right.size() + wrong.size();
    }

    private static boolean isRight(Cell cell, Law law) {
        OptionalDouble items = cell.lawItems(law);
        boolean isNumber = cell.crossing().kind() == Crossing.Kind.BETWEEN
                || cell.crossing().kind() == Crossing.Kind.COMPUTED;
        if (items.isEmpty() || !isNumber) {
            return false;
        }
        double ratio = cell.crossing().items() / items.getAsDouble();
        return ratio <= FACTOR && ratio >= 1 / FACTOR;
    }

    private static Disagreement disagreement(Cell cell, Law law) {
        double expected = law.pooledNanos(cell.serial(), cell.transport());
        double found = cell.open();
        if (Math.abs(law.gainNanos(cell.serial(), cell.transport())) < CLOSE * cell.transport()) {
            return new Disagreement(cell, Reason.LIMIT, expected, found);
        }
        if (cell.crossing().startNanos() > 0 && Math.abs(found / expected - 1) < CLOSE) {
            return new Disagreement(
                    cell, Reason.START, law.startNanos(), cell.crossing().startNanos());
        }
        return new Disagreement(cell, found > expected ? Reason.SLOWER : Reason.FASTER, expected, found);
    }
}
