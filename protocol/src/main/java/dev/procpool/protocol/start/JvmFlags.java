package dev.procpool.protocol.start;

import java.util.ArrayList;
import java.util.List;

/**
 * The JVM flags of supervisors and workers: those without which Chronicle Queue does not work or writes messages of its
 * own, and one that makes procpool faster.
 *
 * <p>The list is written here first. A test compares the other places that need it: the property {@code jvm.flags} of
 * the build, the manifest of the executable jar, the script that starts it, and {@code
 * docs/embedding.md}.
 */
public final class JvmFlags {

    static final String SINCE_24 = "--sun-misc-unsafe-memory-access=allow";

    private static final List<String> OPENS = List.of("java.base/java.lang.reflect", "java.base/sun.nio.ch");
    private static final List<String> EXPORTS = List.of("java.base/jdk.internal.ref");

    /** For arrays that are not zeroed first; without it procpool works as well. */
    private static final List<String> OPTIONAL_EXPORTS = List.of("java.base/jdk.internal.misc");

    private static final List<String> PROPERTIES = List.of(
            "-Dslf4j.internal.verbosity=ERROR",
            "-Dchronicle.disk.monitor.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dchronicle.analytics.disable=true");

    private JvmFlags() {}

    /** All flags, for a JVM of the running version. */
    public static List<String> all() {
        return all(Runtime.version().feature());
    }

    /** All flags, for a JVM of a version such as 17. */
    public static List<String> all(int version) {
        List<String> flags = new ArrayList<>(needed(version));
        addModuleFlags(flags, "--add-exports=", OPTIONAL_EXPORTS);
        flags.addAll(PROPERTIES);
        return flags;
    }

    /** The flags that a user has to give. */
    private static List<String> needed(int version) {
        List<String> flags = new ArrayList<>();
        addModuleFlags(flags, "--add-opens=", OPENS);
        addModuleFlags(flags, "--add-exports=", EXPORTS);
        if (version >= 24) {
            flags.add(SINCE_24);
        }
        return flags;
    }

    private static void addModuleFlags(List<String> flags, String flag, List<String> packages) {
        for (String name : packages) {
            flags.add(flag + name + "=ALL-UNNAMED");
        }
    }

    /**
     * Sees to it that Chronicle has the access that it needs in this JVM, by {@link JvmAccess} where a flag is missing,
     * and sets the system properties that keep Chronicle quiet.
     *
     * @throws IllegalStateException with the line to add, if a flag is missing and cannot be replaced, or a module is
     *     missing
     */
    public static void requireHere() {
        JvmAccess access = new JvmAccess(packages(OPENS), packages(EXPORTS));
        List<String> modules = access.missingModules();
        if (!modules.isEmpty()) {
            throw new IllegalStateException(missing(modules));
        }
        if (!access.isGiven()) {
            try {
                access.obtain(packages(OPTIONAL_EXPORTS));
            } catch (IllegalStateException e) {
                throw new IllegalStateException(missing(access.targets(), e.getMessage()), e.getCause());
            }
        }
        for (String property : PROPERTIES) {
            String[] parts = property.substring("-D".length()).split("=", 2);
            if (System.getProperty(parts[0]) == null) {
                System.setProperty(parts[0], parts[1]);
            }
        }
    }

    /** The names of packages without that of their module. */
    private static List<String> packages(List<String> names) {
        List<String> packages = new ArrayList<>();
        for (String name : names) {
            packages.add(name.substring(name.indexOf('/') + 1));
        }
        return packages;
    }

    private static String missing(List<String> modules) {
        return "procpool is on the module path, where Chronicle Queue lacks modules of this JVM; add 'requires "
                + String.join("; requires ", modules) + ";' to module-info.java, or start it with --add-modules "
                + String.join(",", modules);
    }

    private static String missing(String targets, String reason) {
        return "this JVM lacks flags that Chronicle Queue needs; start it with\n    java "
                + String.join(" ", needed(Runtime.version().feature())).replace("ALL-UNNAMED", targets)
                + " ...\n(Maven: surefire's <argLine>; java -jar: 'Add-Opens: " + String.join(" ", OPENS)
                + "' and 'Add-Exports: " + String.join(" ", EXPORTS)
                + "' in the manifest)\nThe packages were not opened without the flags: " + reason;
    }
}
