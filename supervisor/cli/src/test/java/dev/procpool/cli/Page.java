package dev.procpool.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documents, in Markdown. Immutable.
 *
 * @param file its path
 */
record Page(Path file, String text) {

    private static final Pattern BLOCK = Pattern.compile("^```\\w*\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)\\)|^\\[[^\\]]+\\]: (\\S+)$", Pattern.MULTILINE);

    /** A page of the repository, by its path there. */
    static Page of(String name) {
        return of(repository().resolve(name));
    }

    private static Page of(Path file) {
        try {
            return new Page(file.normalize(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The top of the repository. */
    static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/design.md"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** The pages below a directory of the repository. */
    static List<Page> below(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(repository().resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::of)
                    .toList();
        }
    }

    /** The code blocks, without their fences. */
    List<String> blocks() {
        return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
    }

    /** The targets of the links, definitions included; what looks like a link in code is none. */
    List<String> links() {
        return LINK.matcher(prose().replaceAll("`[^`\n]*`", ""))
                .results()
                .map(link -> Objects.requireNonNullElse(link.group(1), link.group(2)))
                .toList();
    }

    /** Whether a link of this page leads to a file, and to a heading of it; links to other hosts count as such. */
    boolean resolves(String link) {
        if (link.matches("\\w+:.*")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return Files.exists(target)
                && (parts.length == 1 || of(target).anchors().contains(parts[1]));
    }

    /** Whether a link of this page leads to {@code other}. */
    boolean linksTo(Page other) {
        return links().stream()
                .map(link -> file.resolveSibling(link.split("#", 2)[0]).normalize())
                .anyMatch(other.file::equals);
    }

    /** The names of the headings, as GitHub makes them. */
    private Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(prose()).results().forEach(heading -> {
            String name = heading.group(1)
                    .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                    .replace(' ', '-');
            String unique = name;
            for (int i = 1; !anchors.add(unique); i++) {
                unique = name + "-" + i;
            }
        });
        return anchors;
    }

    private String prose() {
        return BLOCK.matcher(text).replaceAll("");
    }
}
