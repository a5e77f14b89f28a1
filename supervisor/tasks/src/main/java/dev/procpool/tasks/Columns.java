package dev.procpool.tasks;

import java.util.List;

/**
 * Items of several columns: one for each source of items, or each part that a line was split into. Such an item is one
 * text, in which a NUL character separates the columns; so no column has such a character in it.
 */
public final class Columns {

    /** The character between two columns. */
    public static final char SEPARATOR = '\0';

    private static final String TEXT = String.valueOf(SEPARATOR);

    private Columns() {}

    /** The text of an item. */
    public static String join(List<String> columns) {
        return String.join(TEXT, columns);
    }

    /** The columns of an item, at least one. */
    public static List<String> split(String item) {
        return List.of(item.split(TEXT, -1));
    }

    /**
     * The columns of an item, one for each parameter of a task.
     *
     * @throws UnusableItemException if there are more or fewer
     */
    static List<String> split(String item, int parameters, String task) {
        List<String> columns = split(item);
        if (columns.size() != parameters) {
            throw new UnusableItemException(
                    "the item has " + count(columns.size(), "column") + ", and " + task + " has "
                            + count(parameters, "parameter"),
                    null);
        }
        return columns;
    }

    private static String count(int count, String name) {
        return count + " " + name + (count == 1 ? "" : "s");
    }

    /** An item for people: its columns with spaces between them. */
    public static String shown(String item) {
        return item.replace(SEPARATOR, ' ');
    }
}
