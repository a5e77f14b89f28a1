package dev.procpool.demo;

import demos.Startup;
import demos.Startup.Start;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** A thread starts sooner than a JVM, a JVM sooner than a worker; an item in a warm worker needs no start. */
public final class StartupDemo implements Demo {

    private static final long MEGABYTE = 1_000_000;

    /** The time of an item in a warm worker is less than that of the start of a worker divided by this. */
    private static final int TIMES_LESS = 100;

    private static final MathContext TWO_DIGITS = new MathContext(2);
    private static final int MOST_ROUNDS = 5;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public Class<?> program() {
        return Startup.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> rows = new LinkedHashMap<>();
        Start thread = Startup.thread();
        rows.put("thread", row(thread));
        rows.put(
                "virtual",
                Startup.hasVirtualThreads() ? row(Startup.virtualThread()) : Parts.of("missing", "virtualThreads"));
        steps.begins("jvm");
        Start jvm = Startup.jvm();
        rows.put("jvm", row(jvm));
        steps.begins("worker");
        Start worker = Startup.worker();
        rows.put("worker", row(worker));
        double quickest = worker.millis();
        if (Startup.hasArchive()) {
            steps.begins("archived");
            Start archived = Startup.workerWithArchive();
            rows.put("archived", row(archived));
            quickest = Math.min(quickest, archived.millis());
        } else {
            rows.put("archived", Parts.of("missing", "archive"));
        }
        steps.begins("item");
        Start item = Startup.itemInWarmWorker();
        int rounds = 1;
        for (; item.millis() >= quickest / TIMES_LESS && rounds < MOST_ROUNDS; rounds++) {
            item = Startup.itemInWarmWorker();
        }
        rows.put("item", row(item));

        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("table", rows);
        facts.put("rounds", rounds);
        boolean isOrdered = thread.millis() < jvm.millis() && jvm.millis() < quickest;
        return new Evidence(isOrdered && item.millis() < quickest / TIMES_LESS, facts);
    }

    private static Map<String, Object> row(Start start) {
        Map<String, Object> row = Parts.of("millis", readable(start.millis()));
        start.memory().ifPresent(bytes -> row.put("megabytes", bytes / MEGABYTE));
        return row;
    }

    /** Milliseconds if there are many, else two digits that count. */
    private static Number readable(double millis) {
        if (millis >= 10) {
            return Math.round(millis);
        }
        return new BigDecimal(millis).round(TWO_DIGITS).doubleValue();
    }
}
