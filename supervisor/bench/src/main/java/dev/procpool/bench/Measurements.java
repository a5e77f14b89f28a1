package dev.procpool.bench;

/** Measures rows on pools of this JVM. */
final class Measurements {

    private static final int ITEMS_1E5 = 100_000;
    private static final int ITEMS_1E6 = 1_000_000;
    private static final int ITEMS_1E7 = 10_000_000;

    private final StartMeasurements starts;
    private final CallMeasurements calls;
    private final LoadMeasurements loads;
    private final SharedMeasurements shared;
    private final BetweenMeasurements between;
    private final TextMeasurements texts;

    Measurements(Pace pace) {
        this.starts = new StartMeasurements(pace);
        this.calls = new CallMeasurements(pace);
        this.loads = new LoadMeasurements(pace);
        this.shared = new SharedMeasurements(pace);
        this.between = new BetweenMeasurements(pace);
        this.texts = new TextMeasurements(pace);
    }

    /** The samples of a row. */
    double[] measure(Row row, Peer peer) throws Exception {
        return switch (row) {
            case FIRST_RESULT -> starts.firstResults(peer);
            case REPLACEMENT -> starts.replacements();
            case IDLE_CPU -> loads.idleCpu();
            case IDLE_MEMORY -> loads.idleMemory();
            case SLEEP_1, SLEEP_2, SLEEP_4, SLEEP_8, SLEEP_16, SLEEP_32, SLEEP_64 -> loads.sleeping(row.workers());
            case CPU_1E5 -> loads.cpuMicros(row.workers(), ITEMS_1E5);
            case CPU_1E6, CPU_1_WORKER, CPU_8_WORKERS, CPU_64_WORKERS -> loads.cpuMicros(row.workers(), ITEMS_1E6);
            case CPU_1E7 -> loads.cpuMicros(row.workers(), ITEMS_1E7);
            case BUSY -> loads.busy();
            case BESIDE_MAP -> shared.besideMap();
            case BESIDE_FLOOD -> shared.besideFlood();
            default ->
                switch (row.group()) {
                    case BETWEEN -> between.measure(row);
                    case TEXT -> texts.measure(row, peer);
                    default -> calls.measure(row, peer);
                };
        };
    }
}
