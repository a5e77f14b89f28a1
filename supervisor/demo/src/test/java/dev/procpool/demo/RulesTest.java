package dev.procpool.demo;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import dev.procpool.testing.rules.Style;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    /** The demos show what becomes of statics that several threads or worker JVMs change. */
    private static final List<String> STATICS = List.of("demos.Counter", "demos.Runaway");

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.DEMO, Demo.class)
                .except(Style.NO_STATIC_MUTABLE_FIELDS, STATICS)
                .rule(Sight.NO_PROTOCOL, DemoThatSeesTheProtocol.class)
                .rule(Sight.NO_INTERNALS, DemoThatSeesInternals.class)
                .tests();
    }
}
