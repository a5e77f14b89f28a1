package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;

/** The form in which items are sent to workers. */
enum ItemForm {
    /** The text of one column, as it was read. */
    TEXT,
    /** Columns. */
    COLUMNS,
    /** The number of the item, and then its columns. */
    NUMBERED_COLUMNS;

    /** The items as they are sent. */
    LineSource sent(UnfinishedItems items) {
        return this == NUMBERED_COLUMNS ? new NumberedItems(items) : items;
    }

    /** The outcomes with the items as people see them. */
    LineResults shown(LineResults results) {
        return this == TEXT ? results : new ShownResults(results, this == NUMBERED_COLUMNS);
    }
}
