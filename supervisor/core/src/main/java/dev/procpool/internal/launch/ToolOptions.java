package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The options of {@code JAVA_TOOL_OPTIONS} that a child JVM gets on its command line, where the JVM does not announce
 * them on stderr. The number of processors is left out as well: this JVM has it, and workers get their share of it.
 */
final class ToolOptions {

    private static final System.Logger LOG = Loggers.of(ToolOptions.class);

    private static final Pattern LEFT_OUT = Pattern.compile("-(javaagent|agentlib|agentpath|Xrun|Xdebug|Xnoagent"
            + "|Xm[xsn]|XX:(Max|Min|Initial|SoftMax)HeapSize|XX:(Max)?NewSize|XX:(Max|Min|Initial|DefaultMax)RAM"
            + "|XX:ActiveProcessorCount|Dcom\\.sun\\.management\\.).*");

    private ToolOptions() {}

    /** The inherited ones of the options in the variable, and in the files that these name. */
    static List<String> inherited(String variable) {
        List<String> inherited = new ArrayList<>();
        for (String option : OptionWords.withThoseInFiles(OptionWords.split(variable))) {
            if (option.startsWith("-") && !LEFT_OUT.matcher(option).matches()) {
                inherited.add(option);
            } else {
                LOG.log(System.Logger.Level.DEBUG, "not passed on to workers from JAVA_TOOL_OPTIONS: {0}", option);
            }
        }
        return inherited;
    }
}
