package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Items that are all read, and kept in memory, before the first of them is given out. {@link #total} is thread-safe.
 */
final class CountedItems implements LineSource {

    private record Item(byte[] bytes, String problem) {}

    private final LineSource all;
    private final LineText line = new LineText();
    private Queue<Item> rest; // null before all items are read
    private String problem;
    private volatile long total;

    CountedItems(LineSource all) {
        this.all = all;
    }

    /** The number of items, once the first item was given out. */
    long total() {
        return total;
    }

    @Override
    public boolean next() throws IOException {
        if (rest == null) {
            rest = read();
            total = rest.size();
        }
        Item item = rest.poll();
        if (item == null) {
            return false;
        }
        line.moveTo(item.bytes, 0, item.bytes.length);
        problem = item.problem;
        return true;
    }

    private Queue<Item> read() throws IOException {
        Queue<Item> items = new ArrayDeque<>();
        while (all.next()) {
            LineText text = all.line();
            byte[] bytes = Arrays.copyOfRange(text.array(), text.offset(), text.offset() + text.length());
            items.add(new Item(bytes, all.problem()));
        }
        return items;
    }

    @Override
    public boolean hasReady() {
        return rest != null;
    }

    @Override
    public LineText line() {
        return line;
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
