package dev.procpool.tasks.command;

import java.io.Serializable;
import java.util.List;

/**
 * The columns of an item: one for each source of items, or each part that a line was split into. Immutable.
 *
 * @param number the number of the item, from 0
 * @param columns at least one
 */
public record CommandItem(long number, List<String> columns) implements Serializable {

    /** The columns are copied. */
    public CommandItem {
        columns = List.copyOf(columns);
    }

    /** A column by its number, from 1, or from -1 for the last one; empty text for one that the item does not have. */
    String column(int number) {
        int index = number > 0 ? number - 1 : columns.size() + number;
        return index >= 0 && index < columns.size() ? columns.get(index) : "";
    }
}
