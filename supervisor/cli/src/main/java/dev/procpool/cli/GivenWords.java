package dev.procpool.cli;

import dev.procpool.cli.CombinedItems.Part;
import dev.procpool.lines.LineSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The words of a command line that name sources of items, each of which gives a column: {@code ::: a b :::: FILE}.
 * Immutable.
 */
final class GivenWords {

    /** The words after a separator; for files, the name of one. */
    private record Group(Separator separator, List<String> words) {}

    private final List<Group> groups;

    private GivenWords(List<Group> groups) {
        this.groups = groups;
    }

    /** @param words the first separator and what is behind it; none for standard input */
    static GivenWords of(List<String> words) {
        List<Group> groups = new ArrayList<>();
        Separator separator = null;
        List<String> items = new ArrayList<>();
        for (String word : words) {
            Optional<Separator> next = Separator.of(word);
            if (next.isPresent()) {
                add(separator, items, groups);
                separator = next.get();
                items = new ArrayList<>();
            } else {
                items.add(word);
            }
        }
        add(separator, items, groups);
        return new GivenWords(groups);
    }

    private static void add(Separator separator, List<String> words, List<Group> groups) {
        if (separator == null) {
            return;
        }
        if (separator.isLinked() && groups.isEmpty()) {
            throw new UsageException("'" + separator + "' links items with those before, and there are none");
        }
        if (!separator.isOfFiles()) {
            groups.add(new Group(separator, words));
            return;
        }
        if (words.isEmpty()) {
            throw new UsageException("the file after '" + separator + "' is missing");
        }
        words.forEach(file -> groups.add(new Group(separator, List.of(file))));
    }

    /** The number of sources. */
    int columns() {
        return groups.size();
    }

    /** The file, if that is the only source. */
    Optional<Path> onlyFile() {
        Group only = groups.get(0);
        return only.separator.isOfFiles() ? Optional.of(Path.of(only.words.get(0))) : Optional.empty();
    }

    /** The items, if they are the only source. */
    List<String> onlyItems() {
        return groups.get(0).words;
    }

    /**
     * The combinations of the items of all sources.
     *
     * @param files the items of a file
     * @param texts the item that a word is
     */
    LineSource combined(Function<Path, LineSource> files, Function<String, LineSource> texts) {
        List<List<Part>> sources = new ArrayList<>();
        for (Group group : groups) {
            List<Part> parts = new ArrayList<>();
            for (String word : group.words) {
                readAll(group.separator.isOfFiles() ? files.apply(Path.of(word)) : texts.apply(word), parts);
            }
            if (group.separator.isLinked()) {
                parts = linked(sources.remove(sources.size() - 1), parts);
            }
            sources.add(parts);
        }
        return new CombinedItems(sources);
    }

    /** As in GNU parallel, the longer of two linked sources is cut. */
    private static List<Part> linked(List<Part> before, List<Part> parts) {
        return IntStream.range(0, Math.min(before.size(), parts.size()))
                .mapToObj(i -> before.get(i).with(parts.get(i)))
                .toList();
    }

    private static void readAll(LineSource items, List<Part> parts) {
        try (items) {
            while (items.next()) {
                parts.add(new Part(items.line().toString(), items.problem()));
            }
        } catch (IOException e) {
            throw new UsageException("items cannot be read: " + FailureReason.of(e));
        }
    }

    /** The words before the first separator. */
    static List<String> before(List<String> words) {
        OptionalInt first = Separator.first(words);
        return words.subList(0, first.orElse(words.size()));
    }

    /** The first separator and the words behind it. */
    static List<String> from(List<String> words) {
        return words.subList(Separator.first(words).orElse(words.size()), words.size());
    }
}
