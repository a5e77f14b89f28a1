package dev.procpool.cli;

import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rulebook;
import dev.procpool.testing.rules.Sight;
import dev.procpool.testing.rules.Streams;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    private static final List<String> PRINT_THEMSELVES = List.of(
            "dev.procpool.cli.ArchiveCommand",
            "dev.procpool.cli.BenchSession",
            "dev.procpool.cli.DemoCommand",
            "dev.procpool.cli.DoctorCommand",
            "dev.procpool.cli.Main",
            "dev.procpool.cli.RunCommand",
            "dev.procpool.cli.Stdout");

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        return Rulebook.of(Artifact.CLI, Main.class)
                .rule(Sight.NO_PROTOCOL, CliThatSeesTheProtocol.class)
                .rule(
                        Sight.NO_INTERNALS,
                        CliThatSeesInternals.class,
                        List.of("dev.procpool.cli.RunCommand", "dev.procpool.cli.Signals"))
                .rule(Streams.onlyIn("dev.procpool.cli.Terminal"), PrintsByItself.class, PRINT_THEMSELVES)
                .tests();
    }
}
