package dev.procpool.cli;

import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import java.io.IOException;

/** Items whose first column is their number, for a command that has it among its words. */
final class NumberedItems implements ForwardingItems {

    private final UnfinishedItems all;
    private final LineText item = new LineText();
    private long position;

    NumberedItems(UnfinishedItems all) {
        this.all = all;
    }

    @Override
    public UnfinishedItems all() {
        return all;
    }

    @Override
    public boolean next() throws IOException {
        if (!all.next()) {
            return false;
        }
        item.moveTo(Long.toString(all.numberOf(position++)) + Columns.SEPARATOR + all.line());
        return true;
    }

    @Override
    public LineText line() {
        return item;
    }
}
