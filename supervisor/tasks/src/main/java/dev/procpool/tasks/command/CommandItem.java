package dev.procpool.tasks.command;

import dev.procpool.tasks.Columns;
import java.util.List;

/**
 * The columns of an item: one for each source of items, or each part that a line was split into. Immutable.
 *
 * @param number the number of the item, from 0
 * @param columns at least one
 */
public record CommandItem(long number, List<String> columns) {

    /** The columns are copied. */
    public CommandItem {
        columns = List.copyOf(columns);
    }

    /** The item of a text, whose first column is the number. */
    static CommandItem of(String text) {
        List<String> all = Columns.split(text);
        return new CommandItem(Long.parseLong(all.get(0)), all.subList(1, all.size()));
    }

    /** A column by its number, from 1, or from -1 for the last one; empty text for one that the item does not have. */
    String column(int number) {
        int index = number > 0 ? number - 1 : columns.size() + number;
        return index >= 0 && index < columns.size() ? columns.get(index) : "";
    }
}
