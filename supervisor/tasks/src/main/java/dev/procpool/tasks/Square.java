package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.math.BigInteger;

/** The square of a whole number of any size. */
final class Square implements TaskFunction<String, Object> {

    private static final long serialVersionUID = 1L;

    @Override
    public Object apply(String text) {
        try {
            BigInteger number = new BigInteger(text.strip());
            return number.multiply(number);
        } catch (NumberFormatException e) {
            throw new UnusableItemException("'" + OneLine.briefly(text) + "' is not a whole number", e);
        }
    }
}
