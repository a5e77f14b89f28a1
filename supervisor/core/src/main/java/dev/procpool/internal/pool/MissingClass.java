package dev.procpool.internal.pool;

import dev.procpool.protocol.codec.RemoteFailure;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class that a worker lacks. Immutable.
 *
 * @param name the name of the class, with dots
 */
record MissingClass(String name) {

    private static final Set<String> SAY_SO =
            Set.of("java.lang.ClassNotFoundException", "java.lang.NoClassDefFoundError");

    private static final String CLASS_PATH = "; add its jar with PoolBuilder.classPath";
    private static final String SHIP =
            "; a class that a function names at run time only is sent with TaskOptions.ship, or"
                    + CLASS_PATH.substring(1);

    /** Not the message that a class could not be initialized. */
    private static final Pattern NAME = Pattern.compile("([^\\s:]+)(: .*)?");

    /** The class that a failure says is missing; empty if the failure has another reason. */
    static Optional<MissingClass> of(RemoteFailure failure) {
        for (RemoteFailure each = failure; each != null; each = each.cause()) {
            if (SAY_SO.contains(each.className()) && each.message() != null) {
                Matcher message = NAME.matcher(each.message());
                if (message.matches()) {
                    return Optional.of(new MissingClass(message.group(1).replace('/', '.')));
                }
            }
        }
        return Optional.empty();
    }

    /** The end of a message: where this JVM has the class from, as {@code loader} finds it, and how to add it. */
    String advice(ClassLoader loader) {
        Optional<Class<?>> here =
                here(loader).or(() -> here(Thread.currentThread().getContextClassLoader()));
        String origin = here.flatMap(MissingClass::origin)
                .map(from -> ": it came from " + from + " here")
                .orElse("");
        boolean isOfOtherLoader = here.filter(type -> type.getClassLoader() != ClassLoader.getSystemClassLoader())
                .isPresent();
        return origin + (isOfOtherLoader ? SHIP : CLASS_PATH);
    }

    private Optional<Class<?>> here(ClassLoader loader) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty(); // it is only a help
        }
    }

    private static Optional<String> origin(Class<?> here) {
        try {
            CodeSource source = here.getProtectionDomain().getCodeSource();
            String place = source == null || source.getLocation() == null ? "" : " (" + source.getLocation() + ")";
            return Optional.ofNullable(here.getClassLoader())
                    .map(from -> from.getClass().getSimpleName() + place);
        } catch (RuntimeException e) {
            return Optional.empty(); // as above
        }
    }
}
