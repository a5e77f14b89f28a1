package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.codec.RemoteFailure;
import org.junit.jupiter.api.Test;

class MissingClassTest {

    private final ClassLoader loader = MissingClassTest.class.getClassLoader();

    private static RemoteFailure failure(Throwable cause) {
        return RemoteFailure.of(new IllegalStateException("undecodable", cause));
    }

    @Test
    void isNamedByEitherErrorOfTheJvm() {
        assertThat(MissingClass.of(failure(new ClassNotFoundException("acme.Order"))))
                .contains(new MissingClass("acme.Order"));
        assertThat(MissingClass.of(failure(new NoClassDefFoundError("acme/Order"))))
                .contains(new MissingClass("acme.Order"));
    }

    @Test
    void isNotMeantByOtherFailures() {
        assertThat(MissingClass.of(failure(new NoClassDefFoundError("Could not initialize class acme.Order"))))
                .isEmpty();
        assertThat(MissingClass.of(failure(new ClassNotFoundException()))).isEmpty();
        assertThat(MissingClass.of(failure(new IllegalArgumentException("acme.Order"))))
                .isEmpty();
    }

    @Test
    void theAdviceSaysWhereThisJvmHasItFrom() {
        String advice = new MissingClass(MissingClassTest.class.getName()).advice(loader);

        assertThat(advice)
                .startsWith(": it came from AppClassLoader (file:")
                .endsWith(" here; add its jar with PoolBuilder.classPath");
    }

    @Test
    void theAdviceDoesWithoutThatWhereThisJvmLacksItToo() {
        assertThat(new MissingClass("acme.Order").advice(loader)).isEqualTo("; add its jar with PoolBuilder.classPath");
    }
}
