package dev.procpool.tasks;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Doors;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.TASKS, TaskNames.class)
                .except(Doors.PICOCLI, List.of("dev.procpool.tasks.TaskNames"))
                .rule(Sight.NO_PROTOCOL, TaskThatSeesTheProtocol.class)
                .tests();
    }
}
