package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Items, several of which make one item with their columns; the last one may have fewer. */
final class GroupedItems implements ForwardingItems {

    private final LineSource all;
    private final int size;
    private final LineText item = new LineText();
    private String problem;

    /** @param size the number of items that make one */
    GroupedItems(LineSource all, int size) {
        this.all = all;
        this.size = size;
    }

    @Override
    public LineSource all() {
        return all;
    }

    @Override
    public OptionalLong count() {
        OptionalLong ungrouped = CountableItems.countOf(all);
        return ungrouped.isEmpty() ? ungrouped : OptionalLong.of((ungrouped.getAsLong() + size - 1) / size);
    }

    @Override
    public boolean next() throws IOException {
        List<String> texts = new ArrayList<>();
        problem = null;
        while (texts.size() < size && all.next()) {
            problem = problem == null ? all.problem() : problem;
            texts.add(all.line().toString());
        }
        item.moveTo(problem == null ? Columns.join(texts) : "");
        return !texts.isEmpty();
    }

    /** The items behind the next one may be missing. */
    @Override
    public boolean hasReady() {
        return size == 1 && all.hasReady();
    }

    @Override
    public LineText line() {
        return item;
    }

    @Override
    public String problem() {
        return problem;
    }
}
