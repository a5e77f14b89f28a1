package dev.procpool.cli;

import dev.procpool.PoolSizing;
import dev.procpool.Processes;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the number of workers from the command line, as GNU parallel reads it: {@code 4}, {@code 50%} of the
 * processors, {@code +1} or {@code -1} beside their number, or {@code auto}.
 */
final class PoolSize implements ITypeConverter<PoolSize.Wanted> {

    private static final Pattern TEXT = Pattern.compile("([+-]?)([1-9]\\d{0,5})|([1-9]\\d{0,5})%");
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
        if (text.equals("auto")) {
            return new Wanted(0);
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text
                    + "' is not a number of processes (N, N%, +N, -N or auto, which is one for each processor)");
        }
        int processors = Processes.cpuCount();
        if (matcher.group(3) != null) {
            return new Wanted(Math.max(1, processors * Integer.parseInt(matcher.group(3)) / PERCENT));
        }
        int number = Integer.parseInt(matcher.group(2));
        return switch (matcher.group(1)) {
            case "+" -> new Wanted(processors + number);
            case "-" -> new Wanted(Math.max(1, processors - number));
            default -> new Wanted(number);
        };
    }
}
