package dev.procpool.internal.code;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.regex.Pattern;

/** The classes that JShell makes of what is typed: the static fields of the outer ones are its variables. */
final class Snippets {

    private static final String OUTER = "REPL\\.\\$JShell\\$[^$]+";

    private static final Pattern SNIPPET = Pattern.compile(OUTER + "(\\$.*)?");
    private static final Pattern HOLDER = Pattern.compile(OUTER);

    private Snippets() {}

    /** Whether JShell has made a class: another class file may take its place. */
    static boolean isSnippet(Class<?> type) {
        return SNIPPET.matcher(type.getName()).matches();
    }

    /** Whether the static fields of a class are variables of JShell. */
    static boolean holdsVariables(String className) {
        return HOLDER.matcher(className).matches();
    }

    /** Whether a field is a variable, and not one that the compiler or a class sets by itself. */
    static boolean isVariable(Field field) {
        return !field.isSynthetic() && !Modifier.isFinal(field.getModifiers());
    }
}
