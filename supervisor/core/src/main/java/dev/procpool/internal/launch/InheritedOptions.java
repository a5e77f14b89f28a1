package dev.procpool.internal.launch;

import dev.procpool.internal.platform.Platform;
import dev.procpool.protocol.start.JvmInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options that a child JVM takes over from this one: {@code JAVA_TOOL_OPTIONS}, assertions, preview features, the
 * time zone and the locale, security properties and proxies. Agents, debug ports and heap sizes are never taken
 * over. Every start of a pool reads this: regular expressions would cost 5 ms in a young JVM.
 */
final class InheritedOptions {

    /** The variable with options that each JVM reads, and announces on stderr. */
    static final String TOOLS = "JAVA_TOOL_OPTIONS";

    /** The variable in which a child finds the former one of its parent, for children of its own. */
    static final String TOOLS_OF_ANCESTOR = "PROCPOOL_JAVA_TOOL_OPTIONS";

    private static final Set<String> SWITCHES = Set.of(
            "-ea",
            "-enableassertions",
            "-da",
            "-disableassertions",
            "-esa",
            "-enablesystemassertions",
            "-dsa",
            "-disablesystemassertions",
            "--enable-preview");

    /** Inherited if they were given: the JVM sets some by itself, to values that each child finds out as well. */
    private static final Set<String> GIVEN_PROPERTIES =
            Set.of("user.timezone", "user.language", "user.country", "user.variant", "user.script");

    private static final String SECURITY = "java.security.";

    /** Inherited as they are now. Names and passwords of proxies are not: every user can see a command line. */
    private static final Set<String> PROXIES = Set.of(
            "java.net.useSystemProxies",
            "http.proxyHost",
            "http.proxyPort",
            "http.nonProxyHosts",
            "https.proxyHost",
            "https.proxyPort",
            "ftp.proxyHost",
            "ftp.proxyPort",
            "ftp.nonProxyHosts",
            "socksProxyHost",
            "socksProxyPort",
            "socksProxyVersion",
            "socksNonProxyHosts");

    /** Chronicle checks much where assertions are enabled. An option that names its packages wins over this one. */
    private static final String NOT_OF_CHRONICLE = "-da:net.openhft...";

    private InheritedOptions() {}

    /** The options that the children of this JVM inherit, in the order in which a child is to read them. */
    static List<String> here() {
        List<String> inherited = new ArrayList<>(List.of(NOT_OF_CHRONICLE));
        for (String variable : List.of(TOOLS_OF_ANCESTOR, TOOLS)) {
            String tools = System.getenv(variable);
            if (tools != null) {
                inherited.addAll(ToolOptions.inherited(tools));
            }
        }
        inherited.addAll(of(JvmInput.options(), System.getProperties()));
        return inherited;
    }

    /** The inherited ones of the options and the system properties of a JVM. */
    static List<String> of(List<String> options, Properties properties) {
        List<String> inherited = new ArrayList<>();
        for (String option : options) {
            int colon = option.indexOf(':');
            if (SWITCHES.contains(colon < 0 ? option : option.substring(0, colon))) {
                inherited.add(option);
            }
            int equals = option.indexOf('=');
            String key = option.startsWith("-D") && equals > 0 ? option.substring("-D".length(), equals) : "";
            if (GIVEN_PROPERTIES.contains(key) && properties.containsKey(key)) {
                inherited.add(definition(key, properties));
            }
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (key.startsWith(SECURITY) || PROXIES.contains(key) || key.equals(Platform.PROPERTY)) {
                inherited.add(definition(key, properties));
            }
        }
        return inherited;
    }

    private static String definition(String key, Properties properties) {
        return "-D" + key + "=" + properties.getProperty(key);
    }
}
