package dev.procpool.worker;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.LinuxPaths;
import dev.procpool.testing.rules.Rulebook;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.WORKER, WorkerMain.class)
                .rule(LinuxPaths.onlyIn("dev.procpool.internal.platform"), WorkerThatNamesProcesses.class)
                .tests();
    }
}
