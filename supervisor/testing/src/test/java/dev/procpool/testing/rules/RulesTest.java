package dev.procpool.testing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    private static final String HERE = "dev.procpool.testing.";

    @TestFactory
    Stream<DynamicTest> eachRuleOfAllModulesFailsOnAClassThatBreaksIt() {
        return Rulebook.of(Artifact.TESTING, Rulebook.class)
                .rule(Doors.CHRONICLE, UsesChronicle.class)
                .rule(Doors.KRYO, UsesKryo.class)
                .rule(Doors.ASM, UsesAsm.class)
                .rule(Doors.PICOCLI, UsesPicocli.class)
                .rule(Doors.JSON, UsesJson.class)
                .rule(Doors.CHARTS, UsesCharts.class)
                .rule(Style.NO_NAMES_THAT_SAY_NOTHING, AbstractThing.class)
                .rule(Style.NO_INHERITANCE_BUT_OF_EXCEPTIONS, Heir.class)
                .rule(Style.NO_STATIC_MUTABLE_FIELDS, Counts.class)
                .rule(
                        LinuxPaths.onlyIn("dev.procpool.platform"),
                        NamesProcesses.class,
                        List.of(HERE + "Leftovers", HERE + "rules.LinuxPaths"))
                .rule(Streams.onlyIn(HERE + "HangReport"), PrintsByItself.class)
                .tests();
    }

    @Test
    void aClassOutsideOfThePackagesOfAnArtifactBreaksItsRule() {
        var classes = new ClassFileImporter().importClasses(RulesTest.class);

        for (Artifact artifact : Artifact.values()) {
            boolean broken = artifact.keepsToItsPackages().evaluate(classes).hasViolation();

            assertThat(broken).as(artifact.name()).isEqualTo(artifact != Artifact.TESTING);
        }
    }

    @Test
    void noPackageBelongsToTwoArtifacts() {
        List<String> packages = Arrays.stream(Artifact.values())
                .flatMap(artifact -> artifact.packages().stream())
                .map(pattern -> pattern.replace("..", ""))
                .toList();

        assertThat(new HashSet<>(packages)).hasSameSizeAs(packages);
    }
}
