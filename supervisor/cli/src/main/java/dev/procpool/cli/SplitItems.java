package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Items that are split into columns where a pattern matches. An item with a NUL character in it cannot be used. */
final class SplitItems implements ForwardingItems {

    private static final String HAS_NUL = "an item has a NUL character in it, which no argument can have";

    private final LineSource all;
    private final Optional<Pattern> separator;
    private final LineText item = new LineText();
    private boolean hasNul;

    /** @param separator what is between columns; empty for one column */
    SplitItems(LineSource all, Optional<Pattern> separator) {
        this.all = all;
        this.separator = separator;
    }

    @Override
    public LineSource all() {
        return all;
    }

    @Override
    public boolean next() throws IOException {
        if (!all.next()) {
            return false;
        }
        LineText line = all.line();
        hasNul = hasNul(line);
        if (hasNul || all.problem() != null) {
            item.clear();
        } else if (separator.isEmpty()) {
            item.moveTo(line.array(), line.offset(), line.length());
        } else {
            item.moveTo(Columns.join(List.of(separator.get().split(line.toString(), -1))));
        }
        return true;
    }

    private static boolean hasNul(LineText text) {
        for (int i = text.offset(); i < text.offset() + text.length(); i++) {
            if (text.array()[i] == Columns.SEPARATOR) {
                return true;
            }
        }
        return false;
    }

    @Override
    public LineText line() {
        return item;
    }

    @Override
    public String problem() {
        return hasNul ? HAS_NUL : all.problem();
    }
}
