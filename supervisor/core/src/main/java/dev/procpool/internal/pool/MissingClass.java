package dev.procpool.internal.pool;

import dev.procpool.protocol.codec.RemoteFailure;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A class that a worker lacks. Immutable.
 *
 * @param name the name of the class, with dots
 */
record MissingClass(String name) {

    private static final Set<String> SAY_SO =
            Set.of("java.lang.ClassNotFoundException", "java.lang.NoClassDefFoundError");

    private static final String IN_MEMORY =
            "; a program that is started from its source has its classes in memory only:"
                    + " compile it with javac, and start it with -cp";

    /** Not the message that a class could not be initialized. */
    private static final Pattern NAME = Pattern.compile("[^\\s:]+");

    /** The class that a failure says is missing; empty if the failure has another reason. */
    static Optional<MissingClass> of(RemoteFailure failure) {
        for (RemoteFailure each = failure; each != null; each = each.cause()) {
            if (SAY_SO.contains(each.className())
                    && each.message() != null
                    && NAME.matcher(each.message()).matches()) {
                return Optional.of(new MissingClass(each.message().replace('/', '.')));
            }
        }
        return Optional.empty();
    }

    /** The end of a message: where this JVM has the class from, as {@code loader} finds it, and how to add it. */
    String advice(ClassLoader loader) {
        String origin = origin(loader)
                .or(() -> origin(Thread.currentThread().getContextClassLoader()))
                .map(from -> ": it came from " + from + " here")
                .orElse("");
        return origin + (isInMemory() ? IN_MEMORY : "; add its jar with PoolBuilder.classPath");
    }

    /** Whether the program was started as {@code java Program.java}. */
    private static boolean isInMemory() {
        return System.getProperty("sun.java.command", "").startsWith("jdk.compiler/");
    }

    private Optional<String> origin(ClassLoader loader) {
        try {
            Class<?> here = Class.forName(name, false, loader);
            CodeSource source = here.getProtectionDomain().getCodeSource();
            String place = source == null || source.getLocation() == null ? "" : " (" + source.getLocation() + ")";
            return Optional.ofNullable(here.getClassLoader())
                    .map(from -> from.getClass().getSimpleName() + place);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return Optional.empty(); // it is only a help
        }
    }
}
