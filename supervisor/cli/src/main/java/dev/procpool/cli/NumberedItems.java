package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Items whose first column is their number, for a command that has it among its words. */
final class NumberedItems implements LineSource {

    private final UnfinishedItems all;
    private final LineText item = new LineText();
    private long position;

    NumberedItems(UnfinishedItems all) {
        this.all = all;
    }

    @Override
    public boolean next() throws IOException {
        if (!all.next()) {
            return false;
        }
        long number = all.numberOf(position++);
        byte[] bytes = (Long.toString(number) + Columns.SEPARATOR + all.line()).getBytes(StandardCharsets.UTF_8);
        item.moveTo(bytes, 0, bytes.length);
        return true;
    }

    @Override
    public boolean hasReady() {
        return all.hasReady();
    }

    @Override
    public LineText line() {
        return item;
    }

    @Override
    public String problem() {
        return all.problem();
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
