package dev.procpool.embedded;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.EMBEDDED, Program.class)
                .rule(Sight.NO_INTERNALS, ProgramThatSeesInternals.class)
                .tests();
    }
}
