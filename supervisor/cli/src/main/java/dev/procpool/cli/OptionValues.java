package dev.procpool.cli;

import dev.procpool.bench.Group;
import dev.procpool.bench.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The values of options, for completion: words, all of them or the usual ones, or one word with {@code @} that says the
 * kind of text that a value is. An option is found by one of its names.
 */
final class OptionValues {

    /** A file. */
    static final String FILE = "@file";
    /** A directory. */
    static final String DIRECTORY = "@directory";
    /** Files and directories, separated by colons. */
    static final String PATH = "@path";
    /** A program: a name on the PATH, or a file. */
    static final String PROGRAM = "@program";
    /** A task: the words behind this one, or a source file. */
    static final String TASK = "@task";
    /** Text of which nothing is known. */
    static final String TEXT = "@text";

    private static final List<String> TIMES = List.of("100ms", "1s", "10s", "30s", "1m", "5m", "1h");
    private static final List<String> SIZES = List.of("100m", "256m", "512m", "1g", "2g");
    private static final List<String> NUMBERS = List.of("10", "100", "1000");

    private static final Map<String, List<String>> KNOWN = Map.ofEntries(
            Map.entry("--processes", List.of("auto", "1", "2", "4", "50%", "100%", "+1", "-1")),
            Map.entry("--arg-file", List.of(FILE)),
            Map.entry("--delimiter", List.of(TEXT)),
            Map.entry("--colsep", List.of(TEXT)),
            Map.entry("--max-args", List.of("2", "3", "10")),
            Map.entry(
                    "--type",
                    List.of("int", "long", "double", "boolean", "String", "Path", "BigInteger", "BigDecimal")),
            Map.entry("--results", List.of(DIRECTORY)),
            Map.entry("--timeout", both(TIMES, List.of("200%", "300%", "1000%"))),
            Map.entry("--stall-timeout", TIMES),
            Map.entry("--stop-timeout", TIMES),
            Map.entry("--retries", List.of("1", "2", "3")),
            Map.entry(
                    "--halt",
                    List.of(
                            "never",
                            "soon,fail=1",
                            "soon,fail=10%",
                            "soon,success=1",
                            "soon,done=10",
                            "soon,done=50%",
                            "now,fail=1",
                            "now,fail=10%",
                            "now,success=1",
                            "now,done=10",
                            "now,done=50%")),
            Map.entry("--max-tasks", NUMBERS),
            Map.entry("--max-rss", SIZES),
            Map.entry("--restart-intensity", List.of("3/60s", "5/10s")),
            Map.entry("--joblog", List.of(FILE)),
            Map.entry("--trace", List.of(FILE)),
            Map.entry("--chunk", both(List.of("auto", "1"), NUMBERS)),
            Map.entry("--buffer", NUMBERS),
            Map.entry("--delay", TIMES),
            Map.entry("--load", List.of("50%", "80%", "100%", "1.5", "+1", "-1")),
            Map.entry("--memfree", SIZES),
            Map.entry("--cp", List.of(PATH)),
            Map.entry("--xmx", SIZES),
            Map.entry("--jvm-opt", List.of(TEXT)),
            Map.entry("--nice", List.of("5", "10", "19")),
            Map.entry("--run-dir", List.of(DIRECTORY)),
            Map.entry("--lang", List.of("en", "zh")),
            Map.entry("--rows", both(names(Group.values()), names(Row.values()))),
            Map.entry("--python", List.of(PROGRAM)),
            Map.entry("--jdk", List.of(DIRECTORY)),
            Map.entry("--program", List.of(FILE)),
            Map.entry("--from", List.of(FILE)),
            Map.entry("--json", List.of(FILE)),
            Map.entry("--markdown", List.of(FILE)),
            Map.entry("--chart", List.of(FILE)),
            Map.entry("--plot", List.of(FILE)));

    private OptionValues() {}

    /** The values of an option that has one; empty where nothing is declared about them. */
    static Optional<List<String>> of(OptionSpec option) {
        Class<?> type = option.auxiliaryTypes().length > 0 ? option.auxiliaryTypes()[0] : option.type();
        return type.isEnum()
                ? Optional.of(Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                        .toList())
                : Arrays.stream(option.names())
                        .filter(KNOWN::containsKey)
                        .findFirst()
                        .map(KNOWN::get);
    }

    /** The names of all options about whose values something is declared. */
    static Set<String> names() {
        return KNOWN.keySet();
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }
}
