package dev.procpool.tasks;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.TASKS, TaskNames.class)
                .rule(Sight.NO_PROTOCOL, TaskThatSeesTheProtocol.class)
                .tests();
    }
}
