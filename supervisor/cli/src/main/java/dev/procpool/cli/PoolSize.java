package dev.procpool.cli;

import dev.procpool.PoolSizing;
import dev.procpool.Processes;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of workers from the command line: {@code 4}, {@code 50%} of the processors, or {@code auto}. */
final class PoolSize implements ITypeConverter<PoolSize.Wanted> {

    private static final int PERCENT = 100;

    /** @param number the number of workers; 0 for the number that fits */
    record Wanted(int number) {

        /** The number; says so if it is less than the number of processors. */
        int resolve(Optional<String> maxHeap, Consumer<String> say) {
            if (number > 0) {
                return number;
            }
            PoolSizing sizing = PoolSizing.here(maxHeap);
            if (sizing.processes() < Processes.cpuCount()) {
                say.accept("-j " + sizing.processes() + ": " + sizing.reason());
            }
            return sizing.processes();
        }
    }

    @Override
    public Wanted convert(String text) {
        try {
            if (text.equals("auto")) {
                return new Wanted(0);
            }
            return new Wanted(
                    text.endsWith("%")
                            ? Math.max(
                                    1, Processes.cpuCount() * positive(text.substring(0, text.length() - 1)) / PERCENT)
                            : positive(text));
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
