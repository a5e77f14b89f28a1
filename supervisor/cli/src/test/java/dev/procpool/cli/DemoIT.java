package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.tasks.command.ShellLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demos whose processes die, each as a command line of its own. */
class DemoIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private JsonObject factsOf(String demo) throws Exception {
        Ended ended = program.run("", "demo", demo, "--json");

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.lines()).hasSize(1);
        JsonObject told = JsonParser.object().from(ended.lines().get(0));
        assertThat(told.getString("demo")).isEqualTo(demo);
        assertThat(told.getBoolean("shown")).isTrue();
        assertThat(ended.err()).isEmpty();
        return told.getObject("facts");
    }

    @Test
    void theFirstFourShowTheirTruth() throws Exception {
        JsonObject squares = factsOf("squares");
        assertThat(squares.getArray("squares")).hasSize(100).endsWith(10_000);
        assertThat(squares.getObject("workers").values().stream()
                        .mapToInt(items -> (Integer) items)
                        .sum())
                .isEqualTo(100);
        for (String demo : List.of("order", "join")) {
            assertThat(factsOf(demo)).isNotEmpty();
        }
        JsonObject plain = factsOf("counter").getObject("plain");
        assertThat(plain.getInt("value")).isLessThan(plain.getInt("of"));
    }

    @Test
    void fourLanesServeAQueueInLessTimeThanOne() throws Exception {
        JsonObject times = factsOf("lanes").getObject("times");

        for (int lanes : List.of(1, 2, 4)) {
            assertThat(times.getObject("" + lanes).getInt("pids")).isEqualTo(lanes);
        }
        assertThat(times.getObject("4").getDouble("seconds"))
                .isLessThan(times.getObject("1").getDouble("seconds"));
    }

    @Test
    void aPoolIsThreeTimesAsFastAsAProcessPerItem() throws Exception {
        JsonObject times = factsOf("pool-vs-process").getObject("times");

        assertThat(times.getObject("processes").getInt("jvms")).isEqualTo(40);
        assertThat(times.getObject("pool").getInt("jvms")).isEqualTo(4);
        assertThat(times.getObject("pool").getDouble("faster")).isGreaterThanOrEqualTo(3);
        assertThat(times.getObject("processes").getDouble("seconds"))
                .isGreaterThan(2 * times.getObject("pool").getDouble("seconds"));
    }

    @Test
    void pidsComeBackThroughAQueueAndNotThroughAStaticList() throws Exception {
        JsonObject facts = factsOf("queue");

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

    @Test
    void onlyALockBetweenProcessesLosesNoAdditionAndItsNextHolderHearsOfADeath() throws Exception {
        JsonObject facts = factsOf("lock");

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

    @Test
    void threadsComputeAsFastAsProcessesButWaitForTheGarbageOfANeighbour() throws Exception {
        JsonObject facts = factsOf("backends");

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

    @Test
    void aThreadStartsBeforeAJvmAndAJvmBeforeAWorker() throws Exception {
        JsonObject table = factsOf("startup").getObject("table");

        JsonObject worker = table.getObject("worker");
        assertThat(table.getObject("thread").getDouble("millis"))
                .isLessThan(table.getObject("jvm").getDouble("millis"));
        assertThat(table.getObject("jvm").getInt("millis")).isLessThan(worker.getInt("millis"));
        assertThat(table.getObject("item").getDouble("millis")).isLessThan(worker.getDouble("millis") / 100);
        assertThat(table.getObject("jvm").getInt("megabytes", 1)).isPositive();
        assertThat(table).containsKeys("virtual", "archived");
    }

    @Test
    void backendsNeedsTwoProcessors() throws Exception {
        ProcessBuilder command = program.command("demo", "backends", "--lang", "en");
        command.command().add(1, "-XX:ActiveProcessorCount=1");

        Ended ended = program.end(command, new byte[0]);

        assertThat(ended.exit()).isEqualTo(ExitCodes.CHECK_FAILED);
        assertThat(ended.out()).contains("this demo needs two processors").contains("did not show itself in this run");
    }

    @Test
    void blastTakesOneWorkerEachAndAsThreadsTheWholeJvm() throws Exception {
        JsonObject facts = factsOf("blast");

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

    @Test
    void runawayIsKilledInAProcessAndNotInAThread() throws Exception {
        JsonObject facts = factsOf("runaway");

        assertThat(facts.getObject("cancelled")).containsEntry("value", true);
        assertThat(facts.getString("frame")).startsWith("demos.Runaway.loop(Runaway.java:");
        assertThat(facts.getObject("killed")).containsEntry("isAlive", false);
        assertThat(facts.getLong("replacement")).isPositive();
    }

    @Test
    void superviseGivesUpWithTheFirstDeathAndLeavesNoWorker() throws Exception {
        JsonObject facts = factsOf("supervise");

        assertThat(facts.getArray("pids")).hasSize(4);
        assertThat(facts.getObject("firstDeath"))
                .containsEntry("pid", facts.getArray("pids").get(0))
                .containsEntry("exitCode", 137)
                .containsEntry("signal", "SIGKILL");
        assertThat(facts.getObject("left")).containsEntry("value", 0);
    }

    @Test
    void aDemoIsToldInTheLanguageOfTheEnvironment() throws Exception {
        ProcessBuilder command = program.command("demo", "runaway");
        command.command().add(1, "-Duser.language=zh"); // so the launcher does for LANG=zh_CN.UTF-8
        command.environment().put("LC_ALL", "C.UTF-8");
        Ended ended = program.end(command, new byte[0]);

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.lines()).contains("预测", "运行", "观察", "解释", "试一试", "  答案是 c。");
        assertThat(ended.lines().stream()
                        .filter(line -> line.matches(".*[a-zA-Z]{3}.*"))
                        .filter(line -> !line.matches(".*\\p{IsHan}.*")))
                .as("lines in English, but for code")
                .containsExactly("  procpool run chaos --timeout 2s ::: spin ok");
        assertThat(program.run("", "demo", "--list", "--lang", "en").out()).contains("threads share static variables");
    }

    @ParameterizedTest
    @CsvSource({
        "squares, 0",
        "order, 0",
        "join, 0",
        "counter, 0",
        "lanes, 0",
        "pool-vs-process, 0",
        "backends, 0",
        "startup, 0",
        "queue, 0",
        "lock, 0",
        "blast, 3",
        "runaway, 3",
        "supervise, 3"
    })
    void theCommandToTryWorks(String demo, int exit) throws Exception {
        Path script = Files.createDirectory(program.directory().resolve("bin")).resolve("procpool");
        String words = ShellLine.of(program.command().command());
        Files.writeString(script, "#!/bin/sh\nexec " + words + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessBuilder command = program.command();
        command.command(List.of("bash", "-c", DemoTexts.in("en").get(demo + ".try")));
        command.environment().merge("PATH", script.getParent().toString(), (path, first) -> first + ":" + path);

        Ended ended = program.end(command, new byte[0]);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
        assertThat(ended.out() + ended.err()).isNotEmpty();
    }

    @Test
    void theListHasOneLineForEachDemo() throws Exception {
        Ended ended = program.run("", "demo", "--list");

        assertThat(ended.lines().stream().map(line -> line.split(" ", 2)[0]))
                .containsExactly(
                        "squares",
                        "order",
                        "join",
                        "counter",
                        "lanes",
                        "pool-vs-process",
                        "backends",
                        "startup",
                        "queue",
                        "lock",
                        "blast",
                        "runaway",
                        "supervise");
    }
}
