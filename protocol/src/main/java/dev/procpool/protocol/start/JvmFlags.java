package dev.procpool.protocol.start;

import java.util.ArrayList;
import java.util.List;

/** The JVM flags of supervisors and workers: those without which Chronicle Queue does not work, or is not quiet, and one that makes us faster. */
public final class JvmFlags {

    private static final int UNSAFE_FLAG_SINCE = 24;

    private JvmFlags() {}

    /** All flags, for a JVM of the running version. */
    public static List<String> all() {
        List<String> flags = new ArrayList<>(needed());
        flags.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"); // for arrays that are not zeroed first
        flags.add("-Dslf4j.internal.verbosity=ERROR");
        flags.add("-Dchronicle.disk.monitor.disable=true");
        flags.add("-Dchronicle.announcer.disable=true");
        flags.add("-Dchronicle.analytics.disable=true");
        return flags;
    }

    /** The flags that a user has to give. */
    private static List<String> needed() {
        List<String> flags = new ArrayList<>();
        flags.add("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
        flags.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        flags.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
        if (Runtime.version().feature() >= UNSAFE_FLAG_SINCE) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    /**
     * Checks that this JVM was started with what Chronicle needs, and sets the system properties that keep it quiet.
     *
     * @throws IllegalStateException with the line to add, if it was not
     */
    public static void requireHere() {
        Module base = Object.class.getModule();
        Module ours = JvmFlags.class.getModule();
        if (!base.isOpen("java.lang.reflect", ours) || !base.isOpen("sun.nio.ch", ours)) {
            throw new IllegalStateException("this JVM lacks flags that Chronicle Queue needs; start it with\n    java "
                    + String.join(" ", needed())
                    + " ...\n(Maven: surefire's <argLine>; java -jar: 'Add-Opens: java.base/java.lang.reflect"
                    + " java.base/sun.nio.ch' and 'Add-Exports: java.base/jdk.internal.ref' in the manifest)");
        }
        for (String flag : all()) {
            if (flag.startsWith("-D")) {
                String[] property = flag.substring(2).split("=", 2);
                if (System.getProperty(property[0]) == null) {
                    System.setProperty(property[0], property[1]);
                }
            }
        }
    }
}
