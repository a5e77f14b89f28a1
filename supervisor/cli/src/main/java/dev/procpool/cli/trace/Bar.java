package dev.procpool.cli.trace;

/**
 * A thing that is drawn at one place of a row: a span, a mark, or several neighbours. Immutable.
 *
 * @param fromNanos the start of the first
 * @param toNanos the end of the last
 * @param count how many items, starts, deaths or retries these are
 * @param failed how many of the items have failed
 * @param retried how many of them are attempts after which an item was run again
 * @param workNanos how long they lasted, without the gaps
 * @param pid the process id of the first
 * @param label a few words for the inside of the bar; empty for none
 * @param text the first, in words
 * @param lastName the last, in a few words
 * @param isMerged whether these are several neighbours
 */
record Bar(
        long fromNanos,
        long toNanos,
        long count,
        long failed,
        long retried,
        long workNanos,
        long pid,
        String label,
        String text,
        String lastName,
        boolean isMerged) {

    static Bar of(Span span) {
        Span.Items items = span.items();
        boolean failed = span.kind() == Span.Kind.FAILED;
        boolean retried = span.kind() == Span.Kind.RETRIED;
        long count = items == null ? 1 : items.count();
        String text = items == null ? "starts" : text(items);
        String label = items == null || items.count() > 1 ? "" : label(items);
        return new Bar(
                span.fromNanos(),
                span.toNanos(),
                count,
                failed ? count : 0,
                retried ? count : 0,
                span.nanos(),
                span.place().pid(),
                label,
                text,
                items == null ? text : items.name(),
                false);
    }

    private static String text(Span.Items items) {
        return items.name() + (items.text().isEmpty() ? "" : " (" + items.text() + ")") + ", " + items.outcome()
                + (items.attempt() > 1 ? ", attempt " + items.attempt() : "");
    }

    private static String label(Span.Items items) {
        return items.text().isEmpty() ? "#" + items.first() : items.text();
    }

    static Bar of(Mark mark) {
        String item = mark.item() < 0 ? "" : "item " + mark.item() + " ";
        String text = item + mark.text();
        return new Bar(mark.atNanos(), mark.atNanos(), 1, 0, 0, 0, mark.place().pid(), "", text, text, false);
    }

    /** Whether this one and a later one are drawn as one, which is not longer than {@code nanos}. */
    boolean isMergedWith(Bar later, long nanos) {
        return Math.max(toNanos, later.toNanos) - fromNanos <= nanos;
    }

    /** This one and a later one. */
    Bar with(Bar later) {
        return new Bar(
                fromNanos,
                Math.max(toNanos, later.toNanos),
                count + later.count,
                failed + later.failed,
                retried + later.retried,
                workNanos + later.workNanos,
                pid,
                "",
                text,
                later.lastName,
                true);
    }
}
