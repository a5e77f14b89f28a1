package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;

/** The facts that a demo must have seen when it says that its truth was shown. */
final class DemoFacts {

    private DemoFacts() {}

    /** @param facts by the name of their demo */
    static void assertAll(Map<String, JsonObject> facts) {
        assertSquares(facts.get("squares"));
        assertCounter(facts.get("counter"));
        assertLanes(facts.get("lanes"));
        assertPoolVsProcess(facts.get("pool-vs-process"));
        assertBackends(facts.get("backends"));
        assertStartup(facts.get("startup"));
        assertCrossover(facts.get("crossover"));
        assertQueue(facts.get("queue"));
        assertLock(facts.get("lock"));
        assertBlast(facts.get("blast"));
        assertRunaway(facts.get("runaway"));
        assertSupervise(facts.get("supervise"));
    }

    private static void assertSquares(JsonObject facts) {
        assertThat(facts.getArray("squares")).hasSize(100).endsWith(10_000);
        assertThat(facts.getObject("workers").values().stream()
                        .mapToInt(items -> (Integer) items)
                        .sum())
                .isEqualTo(100);
    }

    private static void assertCounter(JsonObject facts) {
        JsonObject plain = facts.getObject("plain");
        assertThat(plain.getInt("value")).isLessThan(plain.getInt("of"));
    }

    private static void assertBlast(JsonObject facts) {
        assertThat(facts.getObject("exit"))
                .containsEntry("failure", "WorkerDiedException")
                .containsEntry("exitCode", 7);
        assertThat(facts.getObject("halt"))
                .containsEntry("failure", "WorkerDiedException")
                .containsEntry("exitCode", 9);
        assertThat(facts.getObject("oom")).containsEntry("failure", "WorkerOutOfMemoryException");
        assertThat(facts.getObject("segv"))
                .containsEntry("failure", "WorkerDiedException")
                .containsEntry("signal", "SIGSEGV");
        assertThat(facts.getObject("stack")).containsEntry("failure", "StackOverflowError");
        assertThat(facts.getObject("ok")).containsEntry("value", "ok");
        assertThat(facts.getObject("neighbour")).containsEntry("done", true);
        assertThat(facts.getObject("threadsJvm")).containsEntry("exitCode", 7);
        assertThat(facts.getObject("threadsNeighbour")).containsEntry("done", false);
    }

    private static void assertRunaway(JsonObject facts) {
        assertThat(facts.getObject("cancelled")).containsEntry("value", true);
        assertThat(facts.getString("frame")).startsWith("demos.Runaway.loop(Runaway.java:");
        assertThat(facts.getObject("killed")).containsEntry("isAlive", false);
        assertThat(facts.getLong("replacement")).isPositive();
    }

    private static void assertSupervise(JsonObject facts) {
        assertThat(facts.getArray("pids")).hasSize(4);
        assertThat(facts.getObject("firstDeath"))
                .containsEntry("pid", facts.getArray("pids").get(0))
                .containsEntry("exitCode", 137)
                .containsEntry("signal", "SIGKILL");
        assertThat(facts.getObject("left")).containsEntry("value", 0);
    }

    private static void assertLanes(JsonObject facts) {
        JsonObject times = facts.getObject("times");

        for (int lanes : List.of(1, 2, 4)) {
            assertThat(times.getObject("" + lanes).getInt("pids")).isEqualTo(lanes);
        }
        assertThat(times.getObject("4").getDouble("seconds"))
                .isLessThan(times.getObject("1").getDouble("seconds"));
    }

    private static void assertPoolVsProcess(JsonObject facts) {
        JsonObject times = facts.getObject("times");

        assertThat(times.getObject("processes").getInt("jvms")).isEqualTo(40);
        assertThat(times.getObject("pool").getInt("jvms")).isEqualTo(4);
        assertThat(times.getObject("pool").getDouble("faster")).isGreaterThanOrEqualTo(3);
        assertThat(times.getObject("processes").getDouble("seconds"))
                .isGreaterThan(2 * times.getObject("pool").getDouble("seconds"));
    }

    private static void assertCrossover(JsonObject facts) {
        JsonObject rows = facts.getObject("rows");
        assertThat(rows.getObject("micros0").isNull("law")).isTrue();
        assertThat(rows.getObject("micros50000").getInt("measured")).isPositive();
        JsonObject few = facts.getObject("races").getObject("few");
        JsonObject many = facts.getObject("races").getObject("many"); // not on a busy machine
        assertThat(few.getInt("poolMillis")).isGreaterThanOrEqualTo(few.getInt("loopMillis"));
        assertThat(many == null || many.getInt("poolMillis") < many.getInt("loopMillis"))
                .isTrue();
    }

    private static void assertQueue(JsonObject facts) {
        JsonObject places = facts.getObject("places");
        assertThat(places.getObject("staticList").getInt("items")).isZero();
        int pids = places.getObject("outcomes").getInt("pids");
        assertThat(pids).isGreaterThan(1);
        for (String place : List.of("queue", "managerList", "sharedMemory")) {
            assertThat(places.getObject(place)).containsEntry("items", 100).containsEntry("pids", pids);
        }
        assertThat(facts.getObject("workers")).hasSize(pids);
        assertThat(facts.getBoolean("same")).isTrue();
    }

    private static void assertLock(JsonObject facts) {
        JsonObject sums = facts.getObject("sums");
        for (String guard : List.of("NONE", "MONITOR")) {
            int sum = sums.getObject(guard).getInt("value");
            assertThat(sum)
                    .isLessThan(40_000)
                    .isEqualTo(40_000 - sums.getObject(guard).getInt("lost"));
        }
        assertThat(sums.getObject("PROCESS_LOCK"))
                .containsEntry("value", 40_000)
                .containsEntry("lost", 0);
        assertThat(facts.getObject("next")).containsEntry("wasAbandoned", true);
        assertThat(facts.getLong("holder")).isPositive();
    }

    private static void assertBackends(JsonObject facts) {
        JsonObject table = facts.getObject("table");
        JsonObject threads = table.getObject("threads");
        JsonObject processes = table.getObject("processes");
        assertThat(facts.getInt("processors")).isGreaterThan(1);
        assertThat(table.getObject("serial")).containsEntry("computing", 1.0).containsEntry("waiting", 1.0);
        assertThat(threads.getDouble("computing") + 0.1).isGreaterThanOrEqualTo(0.8 * processes.getDouble("computing"));
        assertThat(threads.getDouble("waiting")).isGreaterThan(1);
        assertThat(processes.getDouble("waiting")).isGreaterThan(1);
        assertThat(threads.getDouble("p99")).isGreaterThanOrEqualTo(processes.getDouble("p99"));
        assertThat(table.getObject("virtual")).containsKey(Runtime.version().feature() < 21 ? "missing" : "p99");
    }

    private static void assertStartup(JsonObject facts) {
        JsonObject table = facts.getObject("table");

        JsonObject worker = table.getObject("worker");
        assertThat(table.getObject("thread").getDouble("millis"))
                .isLessThan(table.getObject("jvm").getDouble("millis"));
        assertThat(table.getObject("jvm").getInt("millis")).isLessThan(worker.getInt("millis"));
        assertThat(table.getObject("item").getDouble("millis")).isLessThan(worker.getDouble("millis") / 100);
        assertThat(table.getObject("jvm").getInt("megabytes", 1)).isPositive();
        assertThat(table).containsKeys("virtual", "archived");
    }
}
