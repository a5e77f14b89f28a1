package dev.procpool.internal.base;

import java.util.ResourceBundle;

/**
 * Loggers that never throw: a logging library that fails, or cannot be loaded any more, must not change the behaviour
 * of a pool. Thread-safe where the logging library is.
 */
public final class Loggers {

    private Loggers() {}

    /** The logger of a class. */
    public static System.Logger of(Class<?> type) {
        return new Guarded(System.getLogger(type.getName()));
    }

    /** A logger that passes everything on to {@code logger}. */
    static System.Logger guard(System.Logger logger) {
        return new Guarded(logger);
    }

    private static final class Guarded implements System.Logger {

        private final System.Logger target;

        Guarded(System.Logger target) {
            this.target = target;
        }

        @Override
        public String getName() {
            return target.getName();
        }

        @Override
        public boolean isLoggable(Level level) {
            try {
                return target.isLoggable(level);
            } catch (Throwable e) {
                return false;
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            try {
                target.log(level, bundle, message, thrown);
            } catch (Throwable e) {
                // There is no other place to report it.
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            try {
                target.log(level, bundle, format, parameters);
            } catch (Throwable e) {
                // There is no other place to report it.
            }
        }
    }
}
