package dev.procpool.cli;

import dev.procpool.lines.LineText;
import dev.procpool.tasks.Columns;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** All combinations of the items of several sources, which are in memory; the last source varies fastest. */
final class CombinedItems implements CountableItems {

    /**
     * An item of a source.
     *
     * @param problem the reason why the item cannot be used; null if it can be
     */
    record Part(String text, String problem) {

        /** The columns of two items that are linked. */
        Part with(Part other) {
            return new Part(Columns.join(List.of(text, other.text)), problem == null ? other.problem : problem);
        }
    }

    private final List<List<Part>> sources;
    private final long count;
    private final LineText item = new LineText();
    private long next;
    private String problem;

    CombinedItems(List<List<Part>> sources) {
        this.sources = sources;
        this.count = sources.stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    }

    /** The items of one source. */
    static CombinedItems of(List<String> texts) {
        return new CombinedItems(
                List.of(texts.stream().map(text -> new Part(text, null)).toList()));
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(count);
    }

    @Override
    public boolean next() {
        if (next == count) {
            return false;
        }
        Part[] parts = new Part[sources.size()];
        long rest = next++;
        for (int i = parts.length - 1; i >= 0; i--) {
            List<Part> source = sources.get(i);
            parts[i] = source.get((int) (rest % source.size()));
            rest /= source.size();
        }
        problem = Stream.of(parts)
                .map(Part::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        item.moveTo(
                problem == null ? Columns.join(Stream.of(parts).map(Part::text).toList()) : "");
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
        return problem;
    }

    @Override
    public void close() {
        // there is nothing to release
    }
}
