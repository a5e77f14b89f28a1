package dev.procpool.cli;

import dev.procpool.lines.LineReader;
import dev.procpool.lines.LineSource;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say where items come from, and how they are split. */
final class InputOptions {

    /** The word before items on the command line. */
    static final String SEPARATOR = Separator.ITEMS.toString();

    private static final Path STDIN = Path.of("-");

    @Option(
            names = {"-a", "--arg-file"},
            order = HelpOrder.ITEMS,
            paramLabel = "FILE",
            description = "Read items from a file instead of standard input, which is '-'.")
    private Path argFile;

    @Option(
            names = {"-0", "--null"},
            order = HelpOrder.ITEMS,
            description = "Items end with a NUL byte instead of a line feed.")
    private boolean nul;

    @Option(
            names = {"-d", "--delimiter"},
            order = HelpOrder.ITEMS,
            paramLabel = "CHAR",
            converter = Delimiter.class,
            description = "Items end with this character, such as , or \\t, instead of a line feed.")
    private Byte delimiter;

    @Option(
            names = {"-C", "--colsep"},
            order = HelpOrder.ITEMS,
            paramLabel = "REGEX",
            converter = Expression.class,
            description = "Split each item into columns where this matches, such as , or \\t.")
    private Pattern columnSeparator;

    @Option(
            names = {"-n", "--max-args"},
            order = HelpOrder.ITEMS,
            paramLabel = "N",
            defaultValue = "1",
            description = "So many items are the columns of one (1).")
    private int together;

    /** Whether items come from standard input. */
    boolean isStandardInput(GivenWords words) {
        return words.columns() == 0 && (argFile == null || argFile.equals(STDIN));
    }

    /** The form of the items, if columns are given for a task that may have one. */
    ItemForm form(GivenWords words) {
        return hasColumns(words) ? ItemForm.COLUMNS : ItemForm.TEXT;
    }

    private boolean hasColumns(GivenWords words) {
        return columnSeparator != null || together > 1 || words.columns() > 1;
    }

    /** The items as texts of one column, or with columns where options or words ask for them. */
    LineSource items(GivenWords words, Terminal terminal) {
        return hasColumns(words) ? columns(words, terminal) : plain(words, terminal);
    }

    /** The items with one or more columns, none of which has a NUL character in it. */
    LineSource columns(GivenWords words, Terminal terminal) {
        if (together < 1) {
            throw new UsageException("--max-args: " + together + " is not positive");
        }
        LineSource items = words.columns() > 1
                ? words.combined(file -> split(reader(file, terminal)), text -> split(CombinedItems.of(List.of(text))))
                : split(plain(words, terminal));
        return together == 1 ? items : new GroupedItems(items, together);
    }

    private LineSource split(LineSource items) {
        return new SplitItems(items, Optional.ofNullable(columnSeparator));
    }

    private LineSource plain(GivenWords words, Terminal terminal) {
        if (nul && delimiter != null) {
            throw new UsageException("--null and --delimiter exclude each other");
        }
        if (words.columns() == 0) {
            return reader(argFile == null ? STDIN : argFile, terminal);
        }
        if (argFile != null) {
            throw new UsageException("items come from --arg-file or after '" + SEPARATOR + "', not from both");
        }
        return words.onlyFile()
                .map(file -> reader(file, terminal))
                .orElseGet(() -> CombinedItems.of(words.onlyItems()));
    }

    /** The items of a file or of standard input. */
    private LineSource reader(Path file, Terminal terminal) {
        boolean isStdin = file.equals(STDIN);
        if (isStdin && terminal.isInTerminal()) {
            terminal.err().println("procpool: reading items from the terminal, one a line; end with Ctrl-D");
        }
        int end = nul ? 0 : delimiter == null ? '\n' : delimiter;
        return isStdin ? new LineReader(terminal.in(), end) : lines(terminal.resolve(file), end);
    }

    private static LineSource lines(Path file, int end) {
        try {
            return new FileItems(file, end);
        } catch (FileNotFoundException e) {
            throw new UsageException("items cannot be read: " + e.getMessage());
        }
    }

    /** {@code ,}, {@code \t} or {@code \x1f}. */
    static final class Delimiter implements ITypeConverter<Byte> {

        private static final String ESCAPED = "0abfnrtv\\";
        private static final String MEANT = "\0\007\b\f\n\r\t\013\\";
        private static final int HEX = 16;

        @Override
        public Byte convert(String text) {
            int meant = text.length() == 2 && text.charAt(0) == '\\' ? ESCAPED.indexOf(text.charAt(1)) : -1;
            if (meant >= 0) {
                return (byte) MEANT.charAt(meant);
            }
            if (text.matches("\\\\x[0-7]?\\p{XDigit}")) {
                return Byte.parseByte(text.substring(2), HEX);
            }
            if (text.length() == 1 && text.charAt(0) <= Byte.MAX_VALUE) {
                return (byte) text.charAt(0);
            }
            throw new TypeConversionException("'" + text + "' is not one ASCII character, such as , or \\t");
        }
    }

    /** A regular expression. */
    static final class Expression implements ITypeConverter<Pattern> {

        @Override
        public Pattern convert(String text) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'" + text + "' is no regular expression: " + e.getDescription());
            }
        }
    }
}
