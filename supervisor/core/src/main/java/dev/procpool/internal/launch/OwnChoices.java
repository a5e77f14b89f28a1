package dev.procpool.internal.launch;

import dev.procpool.WorkerShare;
import dev.procpool.protocol.start.JvmInput;
import dev.procpool.protocol.start.WorkerProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options that procpool chooses for a child JVM where the user has said nothing about their subject: the collector,
 * the number of processors and the largest heap. Immutable.
 *
 * @param share the part of the machine that the child gets
 * @param isDivided whether that is less than a JVM would find by itself
 * @param withCollector whether procpool chooses the collector if the user does not
 */
record OwnChoices(WorkerShare share, boolean isDivided, boolean withCollector) {

    private static final String PROCESSORS = "-XX:ActiveProcessorCount=";
    private static final String COLLECTOR = "-XX:+UseSerialGC";
    private static final int KIBI = 1 << 10;

    /** The beginnings of options that set the largest heap, or a size that the largest heap must not be below. */
    private static final List<String> HEAP = List.of(
            "-Xmx",
            "-Xms",
            "-Xmn",
            "-XX:MaxHeapSize",
            "-XX:InitialHeapSize",
            "-XX:MinHeapSize",
            "-XX:NewSize",
            "-XX:MaxNewSize",
            "-XX:MaxRAM");

    /** The choices for each worker of a pool; a pool of 1 for a child on its own. */
    static OwnChoices ofPool(int workers) {
        boolean isPart = System.getProperty(WorkerProperties.MEMORY) != null
                || last(JvmInput.options(), List.of(PROCESSORS)).isPresent();
        return new OwnChoices(WorkerShare.of(workers), workers > 1 || isPart, true);
    }

    /** The same choices, but for the collector: it is not clear what the user has said about that. */
    OwnChoices withoutCollector() {
        return new OwnChoices(share, isDivided, false);
    }

    /** The options beside those that the user has given, in variables and files too. */
    List<String> beside(List<String> given) {
        List<String> chosen = new ArrayList<>();
        if (withCollector && given.stream().noneMatch(OwnChoices::isCollector)) {
            chosen.add(COLLECTOR); // a second collector would keep the JVM from starting
        }
        if (!isDivided) {
            return chosen;
        }
        if (last(given, List.of(PROCESSORS)).isEmpty()) {
            chosen.add(PROCESSORS + share.processors());
        }
        share.memory().ifPresent(bytes -> chosen.add("-D" + WorkerProperties.MEMORY + "=" + bytes));
        if (last(given, HEAP).isEmpty()) {
            share.maxHeap().ifPresent(bytes -> chosen.add("-Xmx" + bytes / KIBI + "k"));
        }
        return chosen;
    }

    /** Told without a regular expression, as this is asked at each start. */
    private static boolean isCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }

    /** The part of the machine beside the options that the user has given, as messages have it. */
    String describe(List<String> given) {
        String processors = last(given, List.of(PROCESSORS))
                .map(option -> option.substring(PROCESSORS.length()))
                .orElse(Integer.toString(share.processors()));
        return processors + (processors.equals("1") ? " processor" : " processors") + ", "
                + last(given, HEAP).map(option -> "heap by " + option).orElseGet(this::describeHeap);
    }

    private String describeHeap() {
        return share.maxHeap().isPresent()
                ? "heap up to " + share.maxHeap().getAsLong() / KIBI / KIBI + " MiB"
                : "heap of the JVM's choice";
    }

    private static Optional<String> last(List<String> options, List<String> beginnings) {
        return options.stream()
                .filter(option -> beginnings.stream().anyMatch(option::startsWith))
                .reduce((first, second) -> second);
    }
}
