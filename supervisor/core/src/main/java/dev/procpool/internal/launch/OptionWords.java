package dev.procpool.internal.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of options that lie in variables of the environment and in files. Regular expressions are used only where
 * there is such a variable: they would cost 5 ms of the start of a young JVM.
 */
final class OptionWords {

    /** An option of a JVM that names a file with more of them. */
    static final String OPTIONS_FILE = "-XX:VMOptionsFile=";

    /** A word of {@code JDK_JAVA_OPTIONS} that begins like this names a file with more of them. */
    private static final String ARGUMENT_FILE = "@";

    /** The variables that each JVM reads by itself. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Those of them that a child JVM finds in its environment. */
    static final List<String> INHERITED_VARIABLES = VARIABLES.subList(1, VARIABLES.size());

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");

    private OptionWords() {}

    /** The options that a JVM with this environment reads by itself, those in files included. */
    static List<String> ofVariables(Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        for (String variable : VARIABLES) {
            String value = environment.get(variable);
            if (value != null) {
                words.addAll(withThoseInFiles(split(value)));
            }
        }
        return words;
    }

    /** The words of a text, whose quotes may be in the middle of a word. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(text);
        while (found.find()) {
            words.add(QUOTED.matcher(found.group()).replaceAll("$1$2"));
        }
        return words;
    }

    /** A word in quotes, if it needs them, so that {@link #split} and a JVM read it as it is. */
    static String quoted(String word) {
        boolean isPlain = word.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\'');
        return isPlain ? word : "\"" + word.replace("\"", "\"'\"'\"") + "\"";
    }

    /** The same words, and in place of each that names a file the words in that file, if it can be read. */
    static List<String> withThoseInFiles(List<String> words) {
        List<String> all = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith(OPTIONS_FILE)) {
                all.addAll(inFile(word.substring(OPTIONS_FILE.length())));
            } else if (word.startsWith(ARGUMENT_FILE)) {
                all.addAll(inFile(word.substring(ARGUMENT_FILE.length())));
            } else {
                all.add(word);
            }
        }
        return all;
    }

    private static List<String> inFile(String file) {
        try {
            String text = Files.readString(Path.of(file), StandardCharsets.UTF_8);
            return split(COMMENT.matcher(text).replaceAll(""));
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return List.of(); // a JVM that cannot read it says so
        }
    }
}
