package dev.procpool.cli;

import dev.procpool.Machine;
import dev.procpool.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A limit of the load, which is the number of threads of the whole machine that run, are ready to run, or wait for a
 * disk at this moment, as GNU parallel has it: a mean over a minute would let many items start before the first one
 * counts.
 *
 * @param most the load at which no item is started
 * @param given the limit as it was given
 * @param file the file that has the numbers
 */
record LoadLimit(double most, String given, Path file) implements Admission {

    private static final Path OF_MACHINE = Path.of("/proc/stat");
    private static final Pattern THREADS = Pattern.compile("^procs_(?:running|blocked) (\\d+)$", Pattern.MULTILINE);

    @Override
    public boolean allows() {
        return load() < most;
    }

    private long load() {
        try {
            Matcher threads = THREADS.matcher(Files.readString(file));
            long load = -1; // without the thread that reads this
            while (threads.find()) {
                load += Long.parseLong(threads.group(1));
            }
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException("--load: " + file + " cannot be read", e);
        }
    }

    @Override
    public String reason() {
        return "the load is " + load() + " (--load " + given + ")";
    }

    /** Reads it from the command line: {@code 80%} of the processors, {@code 1.5}, or {@code +1} and {@code -1}. */
    static final class Text implements ITypeConverter<LoadLimit> {

        private static final Pattern TEXT = Pattern.compile("([+-]?)(\\d{1,6}(?:\\.\\d{1,6})?)(%?)");
        private static final int PERCENT = 100;
        private static final double LEAST = 0.01;

        @Override
        public LoadLimit convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            boolean isSigned = matcher.matches() && !matcher.group(1).isEmpty();
            if (!matcher.matches() || isSigned && !matcher.group(3).isEmpty()) {
                throw new TypeConversionException("'" + text + "' is not a load such as 80%, 1.5, +1 or -1");
            }
            if (!Machine.here().platform().equals("Linux") || !Files.isReadable(OF_MACHINE)) {
                throw new TypeConversionException("the load is known on Linux only, from " + OF_MACHINE);
            }
            double number = Double.parseDouble(matcher.group(2));
            int processors = Processes.cpuCount();
            double most = !matcher.group(3).isEmpty()
                    ? processors * number / PERCENT
                    : switch (matcher.group(1)) {
                        case "+" -> processors + number;
                        case "-" -> processors - number;
                        default -> number;
                    };
            return new LoadLimit(Math.max(LEAST, most), text, OF_MACHINE);
        }
    }
}
