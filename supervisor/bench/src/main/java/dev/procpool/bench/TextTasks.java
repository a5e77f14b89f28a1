package dev.procpool.bench;

import dev.procpool.task.TaskFunction;
import java.util.Locale;

/** The tasks and the items of the rows of text and records. Workers load this class. */
final class TextTasks {

    static final TaskFunction<String, String> UPPER = text -> text.toUpperCase(Locale.ROOT);
    static final TaskFunction<String, Integer> LENGTH = String::length;
    static final TaskFunction<Sale, Sale> DOUBLED = sale -> new Sale(sale.name(), sale.count() + 1, 2 * sale.price());
    static final TaskFunction<SaleBean, SaleBean> DOUBLED_BEAN = sale -> {
        SaleBean doubled = new SaleBean();
        doubled.setName(sale.getName());
        doubled.setCount(sale.getCount() + 1);
        doubled.setPrice(2 * sale.getPrice());
        return doubled;
    };

    private static final int FIRST_CHINESE = 0x4e00;
    private static final int CHINESE = 20_000;
    private static final int LETTERS = 20;
    private static final int STEP = 31;

    private TextTasks() {}

    /** A value of three fields. */
    record Sale(String name, int count, double price) {}

    /** A text of 20 characters. */
    static String text(int i) {
        return String.format(Locale.ROOT, "text-%015d", i);
    }

    /** A text of 200 characters. */
    static String longText(int i) {
        return "a line of text that is long ".repeat(7).substring(0, 180) + text(i);
    }

    /** A text of 20 Chinese characters. */
    static String chinese(int i) {
        StringBuilder text = new StringBuilder(LETTERS);
        for (int k = 0; k < LETTERS; k++) {
            text.append((char) (FIRST_CHINESE + (i * STEP + k * k) % CHINESE));
        }
        return text.toString();
    }

    static Sale sale(int i) {
        return new Sale(text(i), i, i / 2.0);
    }

    static SaleBean bean(int i) {
        SaleBean bean = new SaleBean();
        bean.setName(text(i));
        bean.setCount(i);
        bean.setPrice(i / 2.0);
        return bean;
    }
}
