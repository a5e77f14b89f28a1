package dev.procpool.internal.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.base.PoolName;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgottenPoolTest {

    private final List<String> calls = new ArrayList<>();

    private Backend backend(boolean ends) {
        return (Backend) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return switch (method.getName()) {
                        case "isShutdown" -> true;
                        case "join" -> ends;
                        default -> null;
                    };
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsHeldForAPoolIsHeldUntilItHasEnded(boolean ends) {
        ForgottenPool forgotten = new ForgottenPool(PoolName.NONE, backend(ends), 2, () -> calls.add("released"));
        forgotten.end();
        assertThat(calls.subList(0, 3)).containsExactly("isShutdown", "terminate", "join");
        assertThat(calls.subList(3, calls.size())).isEqualTo(ends ? List.of("released") : List.of());
    }

    @Test
    void aPoolThatWasClosedIsNotForgotten() {
        ForgottenPool forgotten = new ForgottenPool(PoolName.NONE, backend(true), 2, () -> calls.add("released"));
        forgotten.release();
        forgotten.end();
        assertThat(calls).containsExactly("released");
    }
}
