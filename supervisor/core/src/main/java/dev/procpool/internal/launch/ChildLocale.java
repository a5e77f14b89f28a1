package dev.procpool.internal.launch;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The character set of a child's locale. Where it is not UTF-8, Java cannot open a file whose name is not ASCII: in a C
 * locale, in one of another character set, and in one that is set but not installed.
 */
final class ChildLocale {

    private static final String UTF_8 = "UTF-8";
    private static final String ALL = "LC_ALL";
    private static final List<String> VARIABLES = List.of(ALL, "LC_CTYPE", "LANG");

    private ChildLocale() {}

    /**
     * Makes the locale one whose character set is UTF-8, if it is not.
     *
     * @param variables the environment of the child
     * @param own the environment of this JVM
     * @param ownCharset the character set that this JVM has for the names of files
     */
    static void useUtf8(Map<String, String> variables, Map<String, String> own, String ownCharset) {
        boolean isOwn = VARIABLES.stream().allMatch(name -> Objects.equals(variables.get(name), own.get(name)));
        boolean hasUtf8 = isOwn ? UTF_8.equalsIgnoreCase(ownCharset) : !isC(variables);
        if (!hasUtf8) {
            variables.put(ALL, "C.UTF-8");
        }
    }

    private static boolean isC(Map<String, String> variables) {
        String locale = VARIABLES.stream()
                .map(variables::get)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse("C");
        return locale.equals("C") || locale.equals("POSIX");
    }
}
