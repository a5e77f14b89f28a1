package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.SharedValue;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.testing.Await;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SharedRegistryTest {

    private static final byte[] ENCODED = {1, 2, 3};

    private final SharedRegistry registry = new SharedRegistry(Cleaner.create());
    private final List<Long> forgotten = new CopyOnWriteArrayList<>();

    private SharedHandle<String> share(long id) {
        return registry.add(id, "value " + id, ENCODED, forgotten::add);
    }

    private static Call call() {
        return new Call(1, null, TaskOptions.defaults(), Call.Delivery.WHOLE, () -> {});
    }

    @Test
    void aHandleIsFoundByItsNumberClosedOrNot() {
        SharedHandle<String> handle = share(7);
        assertThat(registry.received(7)).isSameAs(handle);

        handle.close();

        assertThat(registry.received(7)).isSameAs(handle);
        assertThatThrownBy(() -> registry.received(8)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theHandleOfAnotherPoolIsNotSent() {
        SharedHandle<String> handle = share(7);
        registry.sending(handle);

        SharedRegistry other = new SharedRegistry(Cleaner.create());
        other.add(7, "another value", ENCODED, id -> {});

        assertThatThrownBy(() -> other.sending(handle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its own pool only");
    }

    @Test
    void aClosedValueIsForgottenOnce() {
        SharedHandle<String> handle = share(7);

        handle.close();
        handle.close();

        assertThat(forgotten).containsExactly(7L);
        assertThat(SharedValue.of(handle).encoded()).isNull();
    }

    @Test
    void aClosedValueIsKeptUntilTheCallsThatUseItAreSettled() {
        SharedHandle<String> handle = share(7);
        Call first = call();
        Call second = call();
        first.shared.add(handle);
        first.shared.add(handle);
        second.shared.add(handle);

        handle.close();
        first.seal();
        assertThat(forgotten).isEmpty();
        assertThat(SharedValue.of(handle).encoded()).isEqualTo(ENCODED);
        assertThatThrownBy(() -> call().shared.add(handle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the shared value of class java.lang.String was closed");

        second.seal();
        assertThat(forgotten).containsExactly(7L);
        assertThat(SharedValue.of(handle).encoded()).isNull();
    }

    @Test
    void aHandleThatTheProgramLosesIsForgotten() {
        Call call = call();
        call.shared.add(share(7));
        share(8);

        Await.orFail(() -> {
            System.gc();
            return forgotten.contains(8L);
        });

        assertThat(forgotten).as("a call still has number 7").containsExactly(8L);
        assertThatThrownBy(() -> registry.received(8)).isInstanceOf(IllegalStateException.class);
        Reference.reachabilityFence(call);
    }
}
