package dev.procpool.tasks.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spellings of Python in an expression that does not compile, and what stands for them in Java. */
final class PythonSpelling {

    /**
     * A spelling that no expression of Java has.
     *
     * @param python found in the text, in which texts are {@code ""} and characters {@code 0}
     */
    private record Spelling(Pattern python, String java) {}

    private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
    private static final Pattern CHARACTER = Pattern.compile("'(?:\\\\.|[^'\\\\])'");

    private static final List<Spelling> KNOWN = List.of(
            spelling("\\*\\*", "a power is x * x, or Math.pow(x, 2)"),
            spelling("'[^']+'", "a text has double quotes: \"abc\""),
            spelling("(?<!\\w)[fr]\"\"", "a text with values in it is \"%s\".formatted(x), or \"abc\" + x"),
            spelling("\\bfor\\s+\\w+\\s+in\\s", "a list is made from another one by xs.stream().map(x -> …).toList()"),
            spelling(
                    "\\w\\b(?<!\\belse)\\s+if\\s.*\\selse\\s",
                    "the choice between two values is condition ? one : other"),
            spelling(name("None"), "None is null"),
            spelling("(?<![.\\w])math\\.\\w", "functions of numbers have no prefix: sqrt(x), floor(x), PI"),
            spelling(name("lambda"), "a function is x -> x * x, or (x, y) -> x + y"),
            spelling("^\\s*\\w+(?:\\s*,\\s*\\w+)+\\s*->", "several parameters have parentheses: (x, y) -> x + y"),
            spelling(name("(?:True|False)"), "True and False are true and false"),
            spelling(between("and"), "'and' is &&"),
            spelling(between("or"), "'or' is ||"),
            spelling(between("in"), "'x in xs' is xs.contains(x)"),
            spelling(name("not") + "\\s+[\\w(]", "'not x' is !x"),
            spelling(function("len"), "a length is text.length(), list.size() or array.length"),
            spelling(function("str"), "a text is made by String.valueOf(x)"),
            spelling(function("int"), "a whole number is made by (int) x, or by Integer.parseInt(text)"),
            spelling(function("float"), "a number is made by (double) x, or by Double.parseDouble(text)"),
            spelling(function("print"), "a line is printed by System.out.println(x)"),
            spelling(function("range"), "numbers in a row are IntStream.range(0, n)"));

    /** Spellings that compile. */
    private static final List<Spelling> SILENT = List.of(
            spelling(
                    "[=!]=\\s*\"\"|\"\"\\s*[=!]=",
                    "'==' asks whether two texts are one object, and is false for texts that are equal: write"
                            + " x.equals(\"a\"), or !x.equals(\"a\") for '!='"),
            spelling("//[^\\n]*$", "'//' begins a comment: write floorDiv(x, 2), or x / 2"));

    private PythonSpelling() {}

    private static Spelling spelling(String python, String java) {
        return new Spelling(Pattern.compile(python), java);
    }

    private static String name(String name) {
        return "(?<![.\\w])" + name + "(?!\\w)";
    }

    private static String function(String name) {
        return name(name) + "\\s*\\(";
    }

    /** A word with a space and a value on each side. */
    private static String between(String word) {
        return "[\\w)\\]\"]\\s+" + word + "\\s+[\\w(\\[\"!-]";
    }

    /** What Java has for the first spelling of Python in an expression that does not compile. */
    static Optional<String> in(String expression) {
        return firstOf(KNOWN, expression);
    }

    /** The mistake in an expression that compiles, and means something else than in Python. */
    static Optional<String> silentlyIn(String expression) {
        return firstOf(SILENT, expression);
    }

    private static Optional<String> firstOf(List<Spelling> spellings, String expression) {
        String bare = TEXT.matcher(expression).replaceAll("\"\"");
        String text = CHARACTER.matcher(bare).replaceAll("0");
        return spellings.stream()
                .filter(spelling -> spelling.python.matcher(text).find())
                .map(Spelling::java)
                .findFirst();
    }
}
