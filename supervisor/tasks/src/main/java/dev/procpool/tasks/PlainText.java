package dev.procpool.tasks;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Values as text for people: an optional as its value, an array with its elements, anything else as it says itself. */
final class PlainText {

    private PlainText() {}

    static String of(Object wrapped) {
        Object value = unwrapped(wrapped);
        if (value instanceof Object[] array) {
            return Arrays.deepToString(array);
        }
        if (value != null && value.getClass().isArray()) {
            String text = Arrays.deepToString(new Object[] {value});
            return text.substring(1, text.length() - 1);
        }
        return String.valueOf(value);
    }

    /** The value of an optional, null for an empty one; any other value as it is. */
    static Object unwrapped(Object wrapped) {
        Object value = wrapped;
        while (value instanceof Optional<?> optional) {
            value = optional.orElse(null);
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        }
        if (value instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        }
        return value;
    }
}
