package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import dev.procpool.protocol.start.JvmInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options that a child JVM takes over from this one: {@code JAVA_TOOL_OPTIONS}, assertions, preview features, the
 * time zone and the locale, security properties and proxies. Agents, debug ports and heap sizes are never taken over.
 */
final class InheritedOptions {

    private static final System.Logger LOG = Loggers.of(InheritedOptions.class);

    private static final Pattern SWITCH = Pattern.compile("-(ea|enableassertions|da|disableassertions)(:.*)?"
            + "|-(esa|enablesystemassertions|dsa|disablesystemassertions)|--enable-preview");

    /** Inherited if they were given: the JVM sets some of them by itself, to what each child finds out as well. */
    private static final Pattern GIVEN_PROPERTY =
            Pattern.compile("-D(user\\.(?:timezone|language|country|variant|script)(?:\\.\\w+)?)=.*");

    /** Inherited as they are now. Names and passwords of proxies are not: every user can see a command line. */
    private static final Pattern PROPERTY = Pattern.compile(
            "java\\.security\\..+|java\\.net\\.useSystemProxies"
                    + "|(https?|ftp)\\.(proxyHost|proxyPort|nonProxyHosts)|socks(ProxyHost|ProxyPort|ProxyVersion|NonProxyHosts)");

    /** Chronicle checks much where assertions are enabled. An option that names its packages wins over this one. */
    private static final String NOT_OF_CHRONICLE = "-da:net.openhft...";

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    private static final Pattern LEFT_OUT = Pattern.compile("-(javaagent|agentlib|agentpath|Xrun|Xdebug|Xnoagent"
            + "|Xm[xsn]|XX:(Max|Initial)HeapSize|XX:(Max|Min|Initial)RAM|Dcom\\.sun\\.management\\.).*");

    private InheritedOptions() {}

    /** The options that the children of this JVM inherit, in the order in which a child is to read them. */
    static List<String> here() {
        List<String> inherited = new ArrayList<>(List.of(NOT_OF_CHRONICLE));
        inherited.addAll(
                ofTools(Optional.ofNullable(System.getenv("JAVA_TOOL_OPTIONS")).orElse("")));
        inherited.addAll(of(JvmInput.options(), System.getProperties()));
        return inherited;
    }

    /** The inherited ones of the options and the system properties of a JVM. */
    static List<String> of(List<String> options, Properties properties) {
        List<String> inherited = new ArrayList<>();
        for (String option : options) {
            Matcher given = GIVEN_PROPERTY.matcher(option);
            if (SWITCH.matcher(option).matches() || given.matches() && properties.containsKey(given.group(1))) {
                inherited.add(given.matches() ? definition(given.group(1), properties) : option);
            }
        }
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (PROPERTY.matcher(name).matches()) {
                inherited.add(definition(name, properties));
            }
        }
        return inherited;
    }

    private static String definition(String name, Properties properties) {
        return "-D" + name + "=" + properties.getProperty(name);
    }

    /** The inherited ones of the words of {@code JAVA_TOOL_OPTIONS}, whose quotes may be in the middle of a word. */
    static List<String> ofTools(String variable) {
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
