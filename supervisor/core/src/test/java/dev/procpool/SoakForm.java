package dev.procpool;

/** The forms in which the items of a soak, and their results, travel: numbers, texts and records have layouts. */
enum SoakForm {
    NUMBER,
    TEXT,
    RECORD;

    private static final String BEFORE_NUMBER = "第 ";

    private record Numbered(int number, double half, String name) {

        static Numbered of(int number) {
            return new Numbered(number, number / 2.0, BEFORE_NUMBER + number);
        }
    }

    Object of(int number) {
        return switch (this) {
            case NUMBER -> number;
            case TEXT -> BEFORE_NUMBER + number;
            case RECORD -> Numbered.of(number);
        };
    }

    /** Does the work of an item; a number that is its result travels in the form of the item. */
    static Object work(Object item) throws InterruptedException {
        Object value = SoakItem.work((Integer) number(item));
        return value instanceof Integer number ? formOf(item).of(number) : value;
    }

    private static SoakForm formOf(Object item) {
        return item instanceof Numbered ? RECORD : item instanceof String ? TEXT : NUMBER;
    }

    /** The number in any form; other values as they are, and so is a record whose parts do not fit. */
    static Object number(Object value) {
        if (value instanceof Numbered numbered && numbered.equals(Numbered.of(numbered.number))) {
            return numbered.number;
        }
        if (value instanceof String text) {
            return Integer.valueOf(text.substring(BEFORE_NUMBER.length()));
        }
        return value;
    }
}
