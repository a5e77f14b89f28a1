package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import dev.procpool.tasks.command.CommandFailedException;

/** Outcomes of items with columns, which are shown with spaces between them. Confined to one thread. */
final class ShownResults implements ForwardingResults {

    private final LineResults all;
    private final boolean isNumbered;
    private final LineText shown = new LineText();
    private final LineText output = new LineText();
    private boolean isShown;

    /** @param isNumbered whether the first column is a number that is not shown */
    ShownResults(LineResults all, boolean isNumbered) {
        this.all = all;
        this.isNumbered = isNumbered;
    }

    @Override
    public LineResults all() {
        return all;
    }

    @Override
    public boolean next() {
        isShown = false;
        return all.next();
    }

    /** The output of a command that has failed is its result all the same. */
    @Override
    public LineText result() {
        if (all.failure() instanceof CommandFailedException failed) {
            output.moveTo(failed.output());
            return output;
        }
        return all.result();
    }

    @Override
    public LineText line() {
        if (!isShown) {
            show(all.line());
            isShown = true;
        }
        return shown;
    }

    private void show(LineText item) {
        byte[] bytes = item.toByteArray();
        int first = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == Columns.SEPARATOR) {
                bytes[i] = ' ';
                first = first == 0 && isNumbered ? i + 1 : first;
            }
        }
        shown.moveTo(bytes, first, bytes.length - first);
    }
}
