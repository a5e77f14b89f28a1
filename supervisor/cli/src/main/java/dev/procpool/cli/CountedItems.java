package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Items that are all read, and kept in memory, before the first of them is given out. {@link #total} is thread-safe.
 */
final class CountedItems implements ForwardingItems {

    private record Item(byte[] bytes, String problem) {}

    private final LineSource all;
    private final LineText line = new LineText();
    private Queue<Item> rest; // null before all items are read
    private String problem;
    private volatile long total;

    CountedItems(LineSource all) {
        this.all = all;
    }

    @Override
    public LineSource all() {
        return all;
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
        line.moveTo(item.bytes);
        problem = item.problem;
        return true;
    }

    private Queue<Item> read() throws IOException {
        Queue<Item> items = new ArrayDeque<>();
        while (all.next()) {
            items.add(new Item(all.line().toByteArray(), all.problem()));
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
}
