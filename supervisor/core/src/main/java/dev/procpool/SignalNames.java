package dev.procpool;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The POSIX signals that end processes, with the numbers of Linux; macOS shares all but that of SIGBUS. */
final class SignalNames {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"));

    private SignalNames() {}

    /** The name of a signal, such as {@code SIGKILL}; empty if {@code number} is none of these. */
    static Optional<String> of(int number) {
        return Optional.ofNullable(NAMES.get(number));
    }

    /** The number of a signal; empty if {@code name} is none of these. */
    static OptionalInt number(String name) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }
}
