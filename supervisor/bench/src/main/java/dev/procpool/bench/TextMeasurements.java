package dev.procpool.bench;

import dev.procpool.Pool;
import dev.procpool.Results;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Measures calls of many strings, records and beans, and {@code imap} in order; all results are read. */
final class TextMeasurements {

    private static final int ITEMS = 300_000;

    /** The number of items of 200 characters. */
    private static final int LONG_ITEMS = 30_000;

    private final Sampler sampler;
    private final Pace pace;

    TextMeasurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** The samples of a row. */
    double[] measure(Row row, Peer peer) throws Exception {
        try (Pool pool = MeasuredPools.open(peer)) {
            return switch (row) {
                case MAP_TEXT -> texts(pool, items(ITEMS, TextTasks::text));
                case MAP_TEXT_200 -> texts(pool, items(LONG_ITEMS, TextTasks::longText));
                case MAP_CHINESE -> texts(pool, items(ITEMS, TextTasks::chinese));
                case MAP_TEXT_LENGTH ->
                    sampler.itemsPerSecond(
                            items(ITEMS, TextTasks::text), some -> sum(pool.map(TextTasks.LENGTH, some)));
                case MAP_SALES ->
                    sampler.itemsPerSecond(
                            items(ITEMS, TextTasks::sale), some -> counted(pool.map(TextTasks.DOUBLED, some)));
                case MAP_BEANS ->
                    sampler.itemsPerSecond(
                            items(ITEMS, TextTasks::bean),
                            some -> countedBeans(pool.map(TextTasks.DOUBLED_BEAN, some)));
                case IMAP_INTS ->
                    sampler.itemsPerSecond(
                            MeasuredPools.ints(pace.items(ITEMS)), some -> read(pool.imap(Square.FUNCTION, some)));
                case IMAP_TEXT ->
                    sampler.itemsPerSecond(
                            items(ITEMS, TextTasks::text), some -> read(pool.imap(TextTasks.UPPER, some)));
                case IMAP_SALES ->
                    sampler.itemsPerSecond(
                            items(ITEMS, TextTasks::sale), some -> read(pool.imap(TextTasks.DOUBLED, some)));
                default -> throw new IllegalArgumentException(row.name());
            };
        }
    }

    private <T> List<T> items(int count, IntFunction<T> item) {
        return IntStream.range(0, pace.items(count)).mapToObj(item).toList();
    }

    private double[] texts(Pool pool, List<String> texts) throws Exception {
        return sampler.itemsPerSecond(texts, some -> characters(pool.map(TextTasks.UPPER, some)));
    }

    private static long characters(List<String> texts) {
        long sum = 0;
        for (String text : texts) {
            sum += text.length();
        }
        return sum;
    }

    private static long sum(List<Integer> lengths) {
        long sum = 0;
        for (int length : lengths) {
            sum += length;
        }
        return sum;
    }

    private static long counted(List<TextTasks.Sale> sales) {
        long sum = 0;
        for (TextTasks.Sale sale : sales) {
            sum += sale.count();
        }
        return sum;
    }

    private static long countedBeans(List<SaleBean> sales) {
        long sum = 0;
        for (SaleBean sale : sales) {
            sum += sale.getCount();
        }
        return sum;
    }

    private static long read(Results<?> results) {
        long count = 0;
        for (Object ignored : results) {
            count++;
        }
        return count;
    }
}
