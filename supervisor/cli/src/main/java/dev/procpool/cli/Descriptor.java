package dev.procpool.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A file descriptor of this process, as far as Linux describes it in {@code /proc}; elsewhere nothing is known of it.
 *
 * @param number 0, 1 or 2; negative for a stream that is no descriptor of this process
 */
record Descriptor(int number) {

    /** A stream that is no descriptor of this process. */
    static final Descriptor NONE = new Descriptor(-1);

    private static final int NON_BLOCKING = 04000;
    private static final int APPENDS = 02000;
    private static final int RADIX_OF_FLAGS = 8;

    private Path link() {
        return Path.of("/proc/self/fd/" + number);
    }

    private String target() {
        try {
            return number < 0 ? "" : Files.readSymbolicLink(link()).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Whether it is a pipe, which cannot be written when its reader has gone (or, where it does not block, when it is
     * full). The text of an exception would not do, as it depends on the locale.
     */
    boolean isPipe() {
        String target = target();
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    boolean isTerminal() {
        String target = target();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    boolean isRegularFile() {
        return number >= 0 && Files.isRegularFile(link());
    }

    boolean isNonBlocking() {
        return has(NON_BLOCKING);
    }

    boolean appends() {
        return has(APPENDS);
    }

    private boolean has(int flag) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/fdinfo/" + number))) {
            return lines.filter(line -> line.startsWith("flags:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .anyMatch(flags -> (Integer.parseInt(flags, RADIX_OF_FLAGS) & flag) != 0);
        } catch (IOException e) {
            return false;
        }
    }
}
