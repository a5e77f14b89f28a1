package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FactTextTest {

    private static final FactText ENGLISH = new FactText(DemoTexts.in("en"), true);

    private static Map<String, Object> death() {
        Map<String, Object> death = new LinkedHashMap<>();
        death.put("pid", 4711L);
        death.put("failure", "WorkerDiedException");
        death.put("exitCode", 7);
        return death;
    }

    @Test
    void numbersOfItemsAreBars() {
        Map<String, Integer> items = new TreeMap<>(Map.of("11", 40, "12", 20, "13", 0));

        assertThat(ENGLISH.of(items).lines())
                .containsExactly(
                        "", "  pid 11 " + "▮".repeat(40) + " 40", "  pid 12 " + "▮".repeat(20) + " 20", "  pid 13 ▮ 0");
        assertThat(new FactText(DemoTexts.in("en"), false).of(Map.of("11", 1)))
                .isEqualTo("\n  pid 11 " + "#".repeat(40) + " 1");
    }

    @Test
    void partsAreInTheLanguageOfTheReader() {
        assertThat(ENGLISH.of(death())).isEqualTo("pid 4711: WorkerDiedException (exit code 7)");
        assertThat(new FactText(DemoTexts.in("zh"), true).of(death())).isEqualTo("进程 4711：WorkerDiedException（退出码 7）");
        assertThat(ENGLISH.of(Map.of("done", false))).isEqualTo("begun, and never done");
    }

    /** The table of the demo startup on Java 17, without an archive. */
    private static Map<String, Object> starts() {
        Map<String, Object> jvm = new LinkedHashMap<>();
        jvm.put("millis", 61L);
        jvm.put("megabytes", 22L);
        Map<String, Object> starts = new LinkedHashMap<>();
        starts.put("thread", Map.of("millis", 0.083));
        starts.put("virtual", Map.of("missing", "virtualThreads"));
        starts.put("jvm", jvm);
        starts.put("archived", Map.of("missing", "archive"));
        return starts;
    }

    @Test
    void aTableHasTheNamesOfItsColumnsWhereTheDemoNamesThem() {
        assertThat(ENGLISH.of("startup", starts()).lines())
                .containsExactly(
                        "",
                        "                                time  memory",
                        "  thread                    0.083 ms",
                        "  virtual thread       needs Java 21",
                        "  bare JVM                     61 ms   22 MB",
                        "  worker with archive   not made yet");
        assertThat(new FactText(DemoTexts.in("zh"), true)
                        .of("startup", starts())
                        .lines())
                .containsExactly(
                        "",
                        "                              时间   内存",
                        "  线程                  0.083 毫秒",
                        "  虚拟线程            需要 Java 21",
                        "  裸 JVM                   61 毫秒  22 MB",
                        "  工作进程（用归档）      尚未生成");
    }

    @Test
    void aDemoThatNeedsMoreProcessorsSaysSo() {
        assertThat(ENGLISH.of(Map.of("needs", "twoProcessors")))
                .isEqualTo("two threads cannot run at the same time: this demo needs two processors");
        assertThat(new FactText(DemoTexts.in("zh"), true).of(Map.of("needs", "twoProcessors")))
                .isEqualTo("两个线程无法同时运行：本演示需要两个处理器");
    }

    @Test
    void rowsOfPartsAreATable() {
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("processes", new TreeMap<>(Map.of("jvms", 40, "seconds", 12.9)));
        times.put("pool", new TreeMap<>(Map.of("jvms", 4, "seconds", 1.4)));

        assertThat(ENGLISH.of("pool-vs-process", times).lines())
                .containsExactly("", "  a process per item  40 JVMs  12.9 s", "  a pool of 4          4 JVMs   1.4 s");
        assertThat(new FactText(DemoTexts.in("zh"), true)
                        .of("pool-vs-process", times)
                        .lines())
                .containsExactly("", "  每项一个进程  40 个 JVM  12.9 秒", "  4 个进程的池   4 个 JVM   1.4 秒");
    }

    @Test
    void yesAndNoAreWords() {
        assertThat(ENGLISH.of(true)).isEqualTo("yes");
        assertThat(new FactText(DemoTexts.in("zh"), true).of("queue", false)).isEqualTo("否");
    }

    @Test
    void longListsAreShortened() {
        assertThat(ENGLISH.of(IntStream.rangeClosed(1, 100).boxed().toList())).isEqualTo("1, 2, 3, 4, 5, …, 100");
        assertThat(ENGLISH.of(List.of(1, 2))).isEqualTo("1, 2");
        assertThat(ENGLISH.of(Collections.emptyList())).isEqualTo("-");
    }
}
