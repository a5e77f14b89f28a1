package dev.procpool.internal.platform;

/**
 * Whether this package uses features that only Linux has. The system property {@code dev.procpool.platform} set to
 * {@code portable} makes procpool do without them on Linux as well, as it has to on other systems.
 */
public final class Platform {

    /** The name of the system property. */
    public static final String PROPERTY = "dev.procpool.platform";

    private static final String PORTABLE = "portable";
    private static final boolean LINUX =
            System.getProperty("os.name", "").equals("Linux") && !PORTABLE.equals(System.getProperty(PROPERTY));

    private Platform() {}

    /** Whether the features of Linux are used. */
    static boolean isLinux() {
        return LINUX;
    }

    /** The platform in a word: {@code Linux}, or {@code portable} for everything else. */
    public static String name() {
        return LINUX ? "Linux" : PORTABLE;
    }
}
