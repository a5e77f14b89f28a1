package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The options in variables of the environment that a child JVM does not get. Those of {@code JAVA_TOOL_OPTIONS} reach
 * it on its command line, where the JVM does not announce them on stderr; those of other variables as they are, but for
 * agents: a debugger's port is that of this JVM. The number of processors in {@code JAVA_TOOL_OPTIONS} is left out as
 * well: this JVM has it, and workers get their share of it.
 */
final class ToolOptions {

    private static final System.Logger LOG = Loggers.of(ToolOptions.class);

    private static final String AGENTS = "javaagent|agentlib|agentpath|Xrun|Xdebug|Xnoagent|Dcom\\.sun\\.management\\.";
    private static final Pattern AGENT = Pattern.compile("-(" + AGENTS + ").*");
    private static final Pattern LEFT_OUT = Pattern.compile("-(" + AGENTS
            + "|Xm[xsn]|XX:(Max|Min|Initial|SoftMax)HeapSize|XX:(Max)?NewSize|XX:(Max|Min|Initial|DefaultMax)RAM"
            + "|XX:ActiveProcessorCount).*");

    private ToolOptions() {}

    /** The inherited ones of the options in {@code JAVA_TOOL_OPTIONS}, and in the files that these name. */
    static List<String> inherited(String value) {
        List<String> inherited = new ArrayList<>();
        for (String option : OptionWords.withThoseInFiles(OptionWords.split(value))) {
            if (option.startsWith("-") && !LEFT_OUT.matcher(option).matches()) {
                inherited.add(option);
            } else {
                logLeftOut(option, InheritedOptions.TOOLS);
            }
        }
        return inherited;
    }

    private static void logLeftOut(String option, String variable) {
        LOG.log(System.Logger.Level.DEBUG, "not passed on to workers from {0}: {1}", variable, option);
    }

    /** The value of a variable that a child JVM reads by itself, without agents; null if nothing is left. */
    static String withoutAgents(String variable, String value) {
        List<String> options = OptionWords.withThoseInFiles(OptionWords.split(value));
        List<String> kept = new ArrayList<>();
        for (String option : options) {
            if (AGENT.matcher(option).matches()) {
                logLeftOut(option, variable);
            } else {
                kept.add(OptionWords.quoted(option));
            }
        }
        if (kept.size() == options.size()) {
            return value;
        }
        return kept.isEmpty() ? null : String.join(" ", kept);
    }
}
