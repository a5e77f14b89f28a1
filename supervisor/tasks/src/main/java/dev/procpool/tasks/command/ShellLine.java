package dev.procpool.tasks.command;

import java.util.List;
import java.util.stream.Collectors;

/** Lines that a shell reads as certain words. */
public final class ShellLine {

    private ShellLine() {}

    /** The words with spaces between them, quoted where a shell would take them for anything else. */
    public static String of(List<String> words) {
        return words.stream()
                .map(word -> word.matches("[\\w@%+=:,./-]+") ? word : quoted(word))
                .collect(Collectors.joining(" "));
    }

    /** One word, in quotes. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
