package dev.procpool.cli;

import dev.procpool.Processes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of workers as it stands on the command line: {@code 4}, {@code 50%} of the processors, or {@code auto}. */
final class PoolSize implements ITypeConverter<Integer> {

    private static final int PERCENT = 100;

    @Override
    public Integer convert(String text) {
        try {
            int size = text.equals("auto")
                    ? Processes.cpuCount()
                    : text.endsWith("%")
                            ? Math.max(
                                    1, Processes.cpuCount() * positive(text.substring(0, text.length() - 1)) / PERCENT)
                            : positive(text);
            return size;
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number of processes (N, N% or auto)");
        }
    }

    private static int positive(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new NumberFormatException(text);
        }
        return number;
    }
}
