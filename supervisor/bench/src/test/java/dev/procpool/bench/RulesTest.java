package dev.procpool.bench;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    /** The start of a bare JVM is measured with the flags and the start-up archive of a worker. */
    private static final List<String> INTERNALS = List.of("dev.procpool.internal.launch.JvmArguments");

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.BENCH, Chart.class)
                .rule(Sight.internalsOnly(INTERNALS), BenchThatSeesAnEngine.class)
                .tests();
    }
}
