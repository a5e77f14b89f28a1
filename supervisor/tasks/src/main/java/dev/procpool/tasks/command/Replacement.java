package dev.procpool.tasks.command;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A replacement word of GNU parallel: <code>{}</code>, <code>{.}</code>, <code>{/}</code>, <code>{//}</code>,
 * <code>{/.}</code>, each also with the number of a column before it, <code>{#}</code> and <code>{%}</code>. Immutable.
 *
 * @param column the number of the column, from 1, or from the end with a minus sign; 0 for all columns
 * @param part the part of the column, or what stands for it
 */
record Replacement(int column, Part part) implements Serializable {

    private static final Pattern WORD = Pattern.compile("\\{(-?[1-9]\\d{0,3})?(\\.|/|//|/\\.|#|%)?}");

    /** The text that replaces a replacement word. */
    enum Part {
        /** The text as it is. */
        WHOLE(""),
        /** The text without the extension of its last name. */
        WITHOUT_EXTENSION("."),
        /** The last name of a path. */
        BASE_NAME("/"),
        /** The directory of a path. */
        DIRECTORY("//"),
        /** The last name of a path, without its extension. */
        BARE_NAME("/."),
        /** The number of the item, from 1. */
        ITEM_NUMBER("#"),
        /** The number of the worker, from 1. */
        WORKER_NUMBER("%");

        private final String sign;

        Part(String sign) {
            this.sign = sign;
        }

        private static Part of(String sign) {
            for (Part part : values()) {
                if (part.sign.equals(sign)) {
                    return part;
                }
            }
            throw new IllegalArgumentException(sign);
        }
    }

    /** The words in a text, as a matcher whose matches {@link #of(Matcher)} takes. */
    static Matcher in(String text) {
        return WORD.matcher(text);
    }

    /** The replacement of a match; empty for a word with both a column and a number, which is plain text. */
    static Optional<Replacement> of(Matcher match) {
        int column = match.group(1) == null ? 0 : Integer.parseInt(match.group(1));
        Part part = Part.of(Objects.requireNonNullElse(match.group(2), ""));
        boolean isNumber = part == Part.ITEM_NUMBER || part == Part.WORKER_NUMBER;
        return isNumber && column != 0 ? Optional.empty() : Optional.of(new Replacement(column, part));
    }

    /** Whether the word stands for each of the columns. */
    boolean isOfAllColumns() {
        return column == 0 && part != Part.ITEM_NUMBER && part != Part.WORKER_NUMBER;
    }

    /** The texts that replace the word: one for each column that it stands for. */
    List<String> of(CommandItem item, int worker) {
        return switch (part) {
            case ITEM_NUMBER -> List.of(Long.toString(item.number() + 1));
            case WORKER_NUMBER -> List.of(Integer.toString(worker));
            default ->
                column == 0 ? item.columns().stream().map(this::partOf).toList() : List.of(partOf(item.column(column)));
        };
    }

    private String partOf(String text) {
        int slash = text.lastIndexOf('/');
        int dot = text.lastIndexOf('.');
        boolean hasExtension = dot > slash; // as in GNU parallel, .bashrc is nothing but an extension
        return switch (part) {
            case WITHOUT_EXTENSION -> hasExtension ? text.substring(0, dot) : text;
            case BASE_NAME -> text.substring(slash + 1);
            case DIRECTORY -> directoryOf(text);
            case BARE_NAME -> hasExtension ? text.substring(slash + 1, dot) : text.substring(slash + 1);
            default -> text;
        };
    }

    /** As dirname(1) has it: slashes at the end do not count. */
    private static String directoryOf(String text) {
        String name = withoutSlashes(text);
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            return name.isEmpty() && !text.isEmpty() ? "/" : ".";
        }
        String directory = withoutSlashes(name.substring(0, slash));
        return directory.isEmpty() ? "/" : directory;
    }

    private static String withoutSlashes(String text) {
        return text.replaceFirst("/+$", "");
    }
}
