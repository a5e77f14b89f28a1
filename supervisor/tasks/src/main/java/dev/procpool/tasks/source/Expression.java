package dev.procpool.tasks.source;

import dev.procpool.tasks.source.MemoryCompiler.Attempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression whose value is a function, such as {@code x -> x * x} or {@code Math::sqrt}, and the types of its
 * parameters. The classes of {@link ExpressionSource#IMPORTS} need no package, nor do those of procpool. The class that
 * it is compiled to has a public static method {@link #METHOD}. Immutable.
 *
 * @param text the expression, of one or several lines
 * @param types a type for each parameter: a primitive type or a class; empty where the text has to say them, and a
 *     parameter without a type is a {@code String} then
 */
public record Expression(String text, List<String> types) implements TaskSource {

    /** The name of the method that evaluates the function. */
    public static final String METHOD = "apply";

    /** The beginning of what javac says of a name that it does not find. */
    private static final String MISSING = "cannot find symbol";

    private static final String DEFAULT_TYPE = "String";
    private static final Pattern TYPE = Pattern.compile("[\\p{javaJavaIdentifierPart}.<>?,\\[\\]\\s]+");
    private static final Pattern ONE_PARAMETER = Pattern.compile("\\s*\\p{javaJavaIdentifierPart}+\\s*->");
    private static final Pattern PARAMETERS = Pattern.compile("\\s*\\(([^()]*)\\)\\s*->");
    private static final Pattern MODIFIER = Pattern.compile("^final\\s+");

    public Expression {
        types = List.copyOf(types);
    }

    /** Splits a list of types at its commas, without those between angle brackets. */
    public static List<String> typesOf(String list) {
        List<String> types = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (c == ',' && depth == 0) {
                types.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        types.add(list.substring(start).strip());
        return types;
    }

    @Override
    public List<Class<?>> compile(Surroundings surroundings) throws SourceException {
        Optional<String> mistake = PythonSpelling.silentlyIn(text);
        if (mistake.isPresent()) {
            throw new SourceException(mistake.get());
        }
        MemoryCompiler compiler = MemoryCompiler.here();
        ExpressionSource source = new ExpressionSource(text, parameterTypes(), false, false);
        Attempt attempt = compiler.compile(ExpressionSource.FILE, source.text(), surroundings.classPath());
        if (!attempt.isDone()) {
            source = source.withProcpool(source.isWithoutValue(attempt.errors()));
            List<Path> all = new ArrayList<>(surroundings.classPath());
            all.addAll(surroundings.procpool());
            attempt = compiler.compile(ExpressionSource.FILE, source.text(), all);
        }
        if (!attempt.isDone()) {
            throw new SourceException(source.message(attempt.errors()) + hint(attempt));
        }
        List<Class<?>> classes = attempt.classes().load(surroundings.loader());
        return classes.stream()
                .filter(type -> type.getName().equals(ExpressionSource.CLASS))
                .<Class<?>>map(type -> type)
                .toList();
    }

    private List<String> parameterTypes() throws SourceException {
        for (String type : types) {
            if (!TYPE.matcher(type).matches()) {
                throw new SourceException("--type: '" + type + "' is no type of Java");
            }
        }
        List<String> own = typesInText();
        if (types.isEmpty()) {
            return own.isEmpty() ? List.of(DEFAULT_TYPE) : own;
        }
        if (!own.isEmpty() && own.size() != types.size()) {
            throw new SourceException("the expression has " + own.size()
                    + (own.size() == 1 ? " parameter" : " parameters") + ", but --type names " + types.size());
        }
        return types;
    }

    /** The types of the parameters of a lambda, as far as its text says them; empty for another expression. */
    private List<String> typesInText() {
        Matcher parameters = PARAMETERS.matcher(text);
        if (!parameters.lookingAt() || parameters.group(1).isBlank()) {
            return ONE_PARAMETER.matcher(text).lookingAt() ? List.of(DEFAULT_TYPE) : List.of();
        }
        return typesOf(parameters.group(1)).stream()
                .map(parameter -> MODIFIER.matcher(parameter).replaceFirst(""))
                .map(Expression::typeOf)
                .toList();
    }

    private static String typeOf(String parameter) {
        int name = parameter.lastIndexOf(' ');
        String type = name < 0 ? "var" : parameter.substring(0, name).strip();
        return type.equals("var") ? DEFAULT_TYPE : type;
    }

    private String hint(Attempt attempt) {
        Optional<String> java = PythonSpelling.in(text);
        if (java.isPresent()) {
            return "\nIn Java, " + java.get() + ".";
        }
        String error = attempt.errors().get(0).getMessage(Locale.ROOT);
        boolean isOfText = error.contains(DEFAULT_TYPE)
                && types.isEmpty()
                && typesInText().stream().allMatch(DEFAULT_TYPE::equals);
        if (!isOfText) {
            return "";
        }
        return error.startsWith(MISSING)
                ? "\nAn item is a String, which has length(), charAt(0), substring(1, 3), toUpperCase(), strip(),"
                        + " split(\",\"), contains(\"a\"), replace(\"a\", \"b\") and others."
                : "\nAn item is a String; with '--type int' it is a number.";
    }
}
