package dev.procpool.cli;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import dev.procpool.testing.rules.Streams;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.CLI, Main.class)
                .rule(Sight.NO_PROTOCOL, CliThatSeesTheProtocol.class)
                .rule(Sight.NO_INTERNALS, CliThatSeesInternals.class)
                .rule(Streams.onlyIn("dev.procpool.cli.Terminal"), PrintsByItself.class)
                .tests();
    }
}
