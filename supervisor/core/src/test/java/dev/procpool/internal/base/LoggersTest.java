package dev.procpool.internal.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class LoggersTest {

    @Test
    void aLoggerThatThrowsIsHeldBack() {
        System.Logger logger = Loggers.guard(new Recording(true));
        assertThatCode(() -> {
                    logger.log(Level.ERROR, "one");
                    logger.log(Level.ERROR, "two {0}", 2);
                    logger.log(Level.ERROR, "three", new IllegalStateException());
                    logger.log(Level.ERROR, () -> "four");
                })
                .doesNotThrowAnyException();
        assertThat(logger.isLoggable(Level.ERROR)).isFalse();
    }

    @Test
    void everythingElseIsPassedOn() {
        Recording recording = new Recording(false);
        System.Logger logger = Loggers.guard(recording);
        logger.log(Level.ERROR, "one");
        logger.log(Level.ERROR, "two {0}", 2);
        logger.log(Level.ERROR, "three", new IllegalStateException());
        assertThat(recording.seen).containsExactly("one", "two {0}", "three");
        assertThat(logger.getName()).isEqualTo("recording");
        assertThat(logger.isLoggable(Level.ERROR)).isTrue();
    }

    private static final class Recording implements System.Logger {

        private final boolean throwing;
        private final List<String> seen = new ArrayList<>();

        private Recording(boolean throwing) {
            this.throwing = throwing;
        }

        @Override
        public String getName() {
            return "recording";
        }

        @Override
        public boolean isLoggable(Level level) {
            if (throwing) {
                throw new NoClassDefFoundError("too many open files");
            }
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            log(level, bundle, message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            if (throwing) {
                throw new NoClassDefFoundError("too many open files");
            }
            seen.add(format);
        }
    }
}
