package dev.procpool.bench.crossover;

import dev.procpool.StartupArchive;
import dev.procpool.bench.Load;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run: the start-up and the transport first, then all cells, then new pools around the crossings of the law. What
 * has no time any more is computed instead. Confined to one thread.
 */
final class Experiment {

    private static final int MOST_STARTS = 5;
    private static final double MILLISECOND = 1e6;
    private static final double SECOND = 1e9;
    /** The part of all the time that the cells may take; the rest is for new pools. */
    private static final double PART_OF_CELLS = 0.6;

    private final Scope scope;
    private final boolean isEcho;
    private final int workers;
    private final Contest contest;
    private final Progress progress;
    private final Map<Integer, byte[][]> arrays = new HashMap<>();
    private final Map<Integer, Double> transport = new HashMap<>();
    private final long startOfRun;

    private Experiment(Scope scope, int workers, boolean isEcho, Contest contest, Progress progress, long startOfRun) {
        this.scope = scope;
        this.workers = workers;
        this.isEcho = isEcho;
        this.contest = contest;
        this.progress = progress;
        this.startOfRun = startOfRun;
    }

    static Result run(Scope scope, int workers, boolean isEcho, Progress progress) throws Exception {
        Load load = Load.now();
        progress.step("workers", List.of(Integer.toString(workers)));
        boolean hasArchive = StartupArchive.isPresent();
        long start = System.nanoTime();
        try (Contest contest = new Contest(workers)) {
            Experiment experiment = new Experiment(scope, workers, isEcho, contest, progress, start);
            double startNanos = experiment.startUp();
            experiment.measureTransport();
            List<Cell> cells = experiment.cells();
            Law law = new Law(startNanos, experiment.speedup(cells));
            List<Cell> withCrossings = experiment.withCrossings(cells, law);
            return new Result(
                    Runtime.version().feature(),
                    workers,
                    isEcho,
                    hasArchive,
                    load,
                    experiment.passedNanos() / SECOND,
                    law,
                    withCrossings);
        }
    }

    private double passedNanos() {
        return System.nanoTime() - startOfRun;
    }

    private byte[][] arrays(int payload) {
        return arrays.computeIfAbsent(payload, Work::arrays);
    }

    private double startUp() throws InterruptedException {
        Best best = new Best();
        double end = scope.totalNanos() * PART_OF_CELLS / 3;
        for (int i = 0; i < MOST_STARTS && (best.isEmpty() || passedNanos() + best.nanos() < end); i++) {
            progress.step("start", List.of(Integer.toString(i + 1), Integer.toString(MOST_STARTS)));
            best.add(contest.startNanos(arrays(scope.payloads().get(0))[0]));
        }
        return best.nanos();
    }

    /** The time of an item without work in the open pool. */
    private void measureTransport() throws InterruptedException {
        progress.step("transport", List.of());
        for (int round = 0; round < scope.rounds(); round++) {
            for (int payload : scope.payloads()) {
                int count = CellRounds.most(payload);
                double nanos = contest.open(Work.none(isEcho), Work.items(arrays(payload), count));
                transport.merge(payload, nanos / count, Math::min);
            }
        }
    }

    private List<Cell> cells() throws Exception {
        List<Cell> cells = new ArrayList<>();
        int left = scope.worksNanos().size() * scope.payloads().size();
        for (long work : scope.worksNanos()) {
            for (int payload : scope.payloads()) {
                progress.step("cell", List.of(Long.toString(work), Integer.toString(payload)));
                double share = (scope.totalNanos() * PART_OF_CELLS - passedNanos()) / left--;
                CellRounds rounds = new CellRounds(scope, workers, isEcho, contest, share);
                cells.add(rounds.measure(work, payload, arrays(payload), transport.get(payload)));
            }
        }
        return cells;
    }

    /** The speed-up of the open pool at the longest work and the smallest payload. */
    private double speedup(List<Cell> cells) {
        Cell longest = cells.stream()
                .filter(cell -> cell.payload() == scope.payloads().get(0))
                .max(Comparator.comparingLong(Cell::workNanos))
                .orElseThrow();
        return longest.serial() / longest.open();
    }

    /** Measures new pools, first for the works next to a millisecond: the others are computed if time runs out. */
    private List<Cell> withCrossings(List<Cell> cells, Law law) throws Exception {
        List<Cell> done = new ArrayList<>(cells);
        List<Cell> byInterest = cells.stream()
                .sorted(Comparator.comparingDouble((Cell cell) -> Math.abs(Math.log(cell.workNanos() / MILLISECOND)))
                        .thenComparingInt(Cell::payload))
                .toList();
        for (Cell cell : byInterest) {
            double left = Math.min(scope.cellNanos(), scope.totalNanos() - passedNanos());
            NewPools pools = new NewPools(law, isEcho, contest, left);
            if (pools.areWorthwhile(cell)) {
                progress.step("new", List.of(Long.toString(cell.workNanos()), Integer.toString(cell.payload())));
            }
            done.set(cells.indexOf(cell), cell.with(pools.crossing(cell, arrays(cell.payload()))));
        }
        return done;
    }
}
