package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import dev.procpool.tasks.command.CommandFailedException;
import java.time.Duration;
import java.util.Arrays;

/** Outcomes of items with columns, which are shown with spaces between them. Confined to one thread. */
final class ShownResults implements LineResults {

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
    public boolean next() {
        isShown = false;
        return all.next();
    }

    @Override
    public boolean hasReady() {
        return all.hasReady();
    }

    @Override
    public long index() {
        return all.index();
    }

    @Override
    public Throwable failure() {
        return all.failure();
    }

    /** The output of a command that has failed is its result all the same. */
    @Override
    public LineText result() {
        if (all.failure() instanceof CommandFailedException failed) {
            byte[] bytes = failed.output();
            output.moveTo(bytes, 0, bytes.length);
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

    @Override
    public Attempt attempt() {
        return all.attempt();
    }

    @Override
    public long ranNanos() {
        return all.ranNanos();
    }

    @Override
    public void timeout(Duration limit) {
        all.timeout(limit);
    }

    @Override
    public void cancelPending() {
        all.cancelPending();
    }

    @Override
    public void close() {
        all.close();
    }

    private void show(LineText item) {
        byte[] bytes = Arrays.copyOfRange(item.array(), item.offset(), item.offset() + item.length());
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
