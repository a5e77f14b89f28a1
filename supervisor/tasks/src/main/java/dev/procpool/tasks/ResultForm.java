package dev.procpool.tasks;

/** The form in which a worker sends the result of an item of the command line. */
public enum ResultForm {
    /** The text. */
    TEXT {
        @Override
        String of(Object value) {
            return PlainText.of(value);
        }
    },
    /** The value as JSON. */
    JSON {
        @Override
        String of(Object value) {
            return JsonText.of(value);
        }
    };

    /** @param value the result of a task, of any type */
    abstract String of(Object value);
}
