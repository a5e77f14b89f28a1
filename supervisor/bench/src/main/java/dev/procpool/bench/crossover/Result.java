package dev.procpool.bench.crossover;

import dev.procpool.bench.Load;
import java.util.Comparator;
import java.util.List;

/**
 * All that a run has found.
 *
 * @param jdk the feature version
 * @param isEcho whether the payloads were sent back, too
 * @param hasArchive whether the workers had a start-up archive
 * @param cells by work, then by payload
 */
public record Result(
        int jdk,
        int workers,
        boolean isEcho,
        boolean hasArchive,
        Load load,
        double tookSeconds,
        Law law,
        List<Cell> cells) {

    private static final double MILLISECOND = 1e6;

    public Result {
        cells = List.copyOf(cells);
    }

    List<Long> works() {
        return cells.stream().map(Cell::workNanos).distinct().toList();
    }

    List<Integer> payloads() {
        return cells.stream().map(Cell::payload).distinct().toList();
    }

    Cell cell(long workNanos, int payload) {
        return cells.stream()
                .filter(cell -> cell.workNanos() == workNanos && cell.payload() == payload)
                .findFirst()
                .orElseThrow();
    }

    /** The cell that examples are taken from: about a millisecond, and the smallest payload. */
    Cell example() {
        return cells.stream()
                .filter(cell -> cell.payload() == payloads().get(0))
                .min(Comparator.comparingDouble(cell -> Math.abs(Math.log(cell.workNanos() / MILLISECOND))))
                .orElseThrow();
    }
}
