package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** Items of the command line. Confined to one thread. */
final class GivenItems implements LineSource {

    private final Iterator<String> texts;
    private final LineText item = new LineText();

    GivenItems(List<String> texts) {
        this.texts = texts.iterator();
    }

    @Override
    public boolean next() {
        if (!texts.hasNext()) {
            return false;
        }
        byte[] bytes = texts.next().getBytes(StandardCharsets.UTF_8);
        item.moveTo(bytes, 0, bytes.length);
        return true;
    }

    @Override
    public boolean hasReady() {
        return true;
    }

    @Override
    public LineText line() {
        return item;
    }

    @Override
    public String problem() {
        return null;
    }

    @Override
    public void close() {
        // there is nothing to release
    }
}
