package dev.procpool.bench.crossover;

import dev.procpool.bench.Load;
import dev.procpool.bench.crossover.Crossing.Kind;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Results as on a machine whose start-up takes a second, and whose two workers reach a speed-up of two. */
final class Results {

    private static final double MILLISECOND = 1e6;
    private static final double SMALL = 1_700;
    private static final double LARGE = 310_000;

    private Results() {}

    static Result result() {
        return new Result(
                17,
                2,
                false,
                true,
                Load.of(0.3),
                200.4,
                new Law(1e9, 2),
                List.of(
                        cell(10_000, 100, SMALL, 6_700, OptionalInt.of(64), new Crossing(Kind.BETWEEN, 250_000, 9e8)),
                        cell(10_000, 1_000_000, LARGE, LARGE, OptionalInt.empty(), Crossing.never()),
                        cell(1_000_000, 100, SMALL, 510_000, OptionalInt.of(2), new Crossing(Kind.BETWEEN, 1_500, 8e8)),
                        cell(1_000_000, 1_000_000, LARGE, 1_900_000, OptionalInt.empty(), Crossing.never()),
                        cell(10_000_000, 100, SMALL, 5e6, OptionalInt.of(2), new Crossing(Kind.ABOVE, 402, 2.1e9)),
                        cell(
                                10_000_000,
                                1_000_000,
                                LARGE,
                                6e6,
                                OptionalInt.of(4),
                                new Crossing(Kind.COMPUTED, 250, 0))));
    }

    private static Cell cell(
            long work, int payload, double transport, double open, OptionalInt first, Crossing crossing) {
        OptionalDouble virtual = work > MILLISECOND ? OptionalDouble.of(work / 1.5) : OptionalDouble.empty();
        return new Cell(work, payload, work, work / 1.9, virtual, open, transport, first, crossing);
    }
}
