package dev.procpool.tasks.command;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * The words of a command, with {@link Replacement} words in them. A command without any gets the columns of the item as
 * its last arguments. Immutable.
 *
 * <p>A program is started with its arguments and no shell, so no text of an item is ever read as code. A word that is
 * nothing but <code>{}</code> becomes an argument for each column; within a word, columns are joined by spaces. For a
 * shell, each text of an item is quoted.
 */
public final class CommandTemplate implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> words;
    private final boolean forShell;

    private CommandTemplate(List<String> words, boolean forShell) {
        this.words = new ArrayList<>(words);
        this.forShell = forShell;
    }

    /**
     * A program and its arguments.
     *
     * @throws IllegalArgumentException if there is no program
     */
    public static CommandTemplate of(List<String> words) {
        return new CommandTemplate(withPlaceForItem(words), false);
    }

    /**
     * A line for {@code /bin/sh}: the words with spaces between them.
     *
     * @throws IllegalArgumentException if there is no command
     */
    public static CommandTemplate forShell(List<String> words) {
        return new CommandTemplate(withPlaceForItem(words), true);
    }

    private static List<String> withPlaceForItem(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("the command is missing");
        }
        if (words.stream().anyMatch(CommandTemplate::hasReplacement)) {
            return words;
        }
        List<String> withItem = new ArrayList<>(words);
        withItem.add("{}");
        return withItem;
    }

    private static boolean hasReplacement(String word) {
        Matcher match = Replacement.in(word);
        while (match.find()) {
            if (Replacement.of(match).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The program, if it is the same for all items and no shell. */
    public Optional<String> program() {
        String first = words.get(0);
        return forShell || hasReplacement(first) ? Optional.empty() : Optional.of(first);
    }

    /** The program and the arguments for an item. */
    public List<String> arguments(CommandItem item, int worker) {
        if (forShell) {
            String line = words.stream().map(word -> filled(word, item, worker)).collect(Collectors.joining(" "));
            return List.of("/bin/sh", "-c", line);
        }
        List<String> arguments = new ArrayList<>();
        for (String word : words) {
            Matcher match = Replacement.in(word);
            Optional<Replacement> only = match.matches() ? Replacement.of(match) : Optional.empty();
            if (only.isPresent() && only.get().isOfAllColumns()) {
                arguments.addAll(only.get().of(item, worker));
            } else {
                arguments.add(filled(word, item, worker));
            }
        }
        return arguments;
    }

    private String filled(String word, CommandItem item, int worker) {
        return Replacement.in(word)
                .replaceAll(match -> Matcher.quoteReplacement(Replacement.of((Matcher) match)
                        .map(replacement -> joined(replacement.of(item, worker)))
                        .orElse(match.group())));
    }

    private String joined(List<String> texts) {
        return texts.stream()
                .map(text -> forShell ? ShellLine.quoted(text) : text)
                .collect(Collectors.joining(" "));
    }

    /** The command of an item as a line that a shell would read as the same words. */
    public String shown(CommandItem item, int worker) {
        List<String> arguments = arguments(item, worker);
        return forShell ? arguments.get(2) : ShellLine.of(arguments);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
