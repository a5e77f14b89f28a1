package dev.procpool.cli;

import java.util.function.Supplier;

/** A command line that cannot be carried out, with the reason; exit code 2. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** Makes something of options; a value that is refused is a mistake in the command line. */
    static <T> T ifWrong(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
