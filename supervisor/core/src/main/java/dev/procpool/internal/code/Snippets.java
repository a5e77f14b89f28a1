package dev.procpool.internal.code;

import java.util.regex.Pattern;

/** The classes that JShell makes of what is typed: their static fields are its variables. */
final class Snippets {

    /** A class around a snippet, and the classes within it. */
    private static final Pattern SNIPPET = Pattern.compile("REPL\\.\\$JShell\\$\\w+(\\$.*)?");

    private Snippets() {}

    /** Whether JShell has made a class: another class file may take its place. */
    static boolean isSnippet(Class<?> type) {
        return SNIPPET.matcher(type.getName()).matches();
    }
}
