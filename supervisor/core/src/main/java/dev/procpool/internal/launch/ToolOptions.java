package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of {@code JAVA_TOOL_OPTIONS} that a child JVM gets on its command line, where the JVM does not announce
 * them on stderr.
 */
final class ToolOptions {

    private static final System.Logger LOG = Loggers.of(ToolOptions.class);

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    private static final Pattern LEFT_OUT = Pattern.compile("-(javaagent|agentlib|agentpath|Xrun|Xdebug|Xnoagent"
            + "|Xm[xsn]|XX:(Max|Initial)HeapSize|XX:(Max|Min|Initial)RAM|Dcom\\.sun\\.management\\.).*");

    private ToolOptions() {}

    /** The inherited ones of the words of the variable, whose quotes may be in the middle of a word. */
    static List<String> inherited(String variable) {
        List<String> inherited = new ArrayList<>();
        Matcher words = WORD.matcher(variable);
        while (words.find()) {
            String option = words.group().replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2");
            if (option.startsWith("-") && !LEFT_OUT.matcher(option).matches()) {
                inherited.add(option);
            } else {
                LOG.log(System.Logger.Level.DEBUG, "not passed on to workers from JAVA_TOOL_OPTIONS: {0}", option);
            }
        }
        return inherited;
    }
}
