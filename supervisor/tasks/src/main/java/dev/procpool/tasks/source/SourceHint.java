package dev.procpool.tasks.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what to write where a source file does not compile for a reason that people new to Java meet first. */
final class SourceHint {

    private static final Pattern OUTSIDE = Pattern.compile("'module' or 'open' expected|unnamed class"
            + "|class, interface, (?:enum, or record|annotation type, enum, record, method or field) expected"
            + "|implicitly declared class");
    private static final Pattern UNREPORTED = Pattern.compile("unreported exception");
    private static final Pattern MISSING = Pattern.compile("symbol:\\s+(?:class|variable) (\\w+)");
    private static final String PACKAGE_END = ".*";

    private SourceHint() {}

    /** The hint for the message of an error of javac. */
    static Optional<String> of(String error) {
        if (OUTSIDE.matcher(error).find()) {
            return Optional.of("Methods and constants are in a class: class Own { static int f(int x) { … } }");
        }
        if (UNREPORTED.matcher(error).find()) {
            return Optional.of("Behind the parameters of the method write: throws Exception");
        }
        Matcher missing = MISSING.matcher(error);
        return missing.find()
                ? packageOf(missing.group(1)).map(name -> "At the top of the file write: import " + name + ";")
                : Optional.empty();
    }

    /** The full name of a class of the packages that an expression has without an import. */
    private static Optional<String> packageOf(String simpleName) {
        return ExpressionSource.IMPORTS.stream()
                .filter(name -> name.endsWith(PACKAGE_END) && !name.contains(" "))
                .map(name -> name.substring(0, name.length() - 1) + simpleName)
                .filter(SourceHint::isClass)
                .findFirst();
    }

    private static boolean isClass(String name) {
        try {
            Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
