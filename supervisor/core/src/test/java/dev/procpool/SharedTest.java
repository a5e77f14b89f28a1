package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Shared;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shared values in a pool of threads. */
class SharedTest {

    @Test
    void threadsGetTheObjectItself() throws Exception {
        Object value = new Object();
        try (Pool pool = Pool.ofThreads(2);
                Shared<Object> shared = pool.share(value)) {
            assertThat(shared.get()).isSameAs(value);
            assertThat(pool.map(x -> shared.get(), List.of(1, 2))).allMatch(got -> got == value);
            assertThat(pool.<Shared<Object>, Shared<Object>>apply(handle -> handle, shared))
                    .isSameAs(shared);
        }
    }

    @Test
    void aClosedHandleHasNoValue() {
        try (Pool pool = Pool.ofThreads(1)) {
            Shared<String> shared = pool.share("a model");
            shared.close();
            shared.close();
            assertThatThrownBy(shared::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the shared value of class java.lang.String was closed");
            assertThatThrownBy(() -> pool.apply(() -> shared.get()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was closed");
        }
    }

    @Test
    void aPoolThatWasShutDownSharesNothing() {
        Pool pool = Pool.ofThreads(1);
        assertThatThrownBy(() -> pool.share(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        pool.close();
        assertThatThrownBy(() -> pool.share(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was shut down");
    }
}
