package dev.procpool.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The artifacts and the packages that belong to each; no package belongs to two artifacts. */
public enum Artifact {
    PROTOCOL(
            "dev.procpool.task",
            "dev.procpool.protocol.message",
            "dev.procpool.protocol.start",
            "dev.procpool.protocol.channel",
            "dev.procpool.protocol.between",
            "dev.procpool.protocol.call",
            "dev.procpool.protocol.code",
            "dev.procpool.protocol.codec"),
    WORKER("dev.procpool.worker.."),
    CORE(
            "dev.procpool",
            "dev.procpool.lines",
            "dev.procpool.internal.open",
            "dev.procpool.internal.pool",
            "dev.procpool.internal.backend",
            "dev.procpool.internal.code",
            "dev.procpool.internal.engine..",
            "dev.procpool.internal.threads",
            "dev.procpool.internal.launch",
            "dev.procpool.internal.child",
            "dev.procpool.internal.between",
            "dev.procpool.internal.memory",
            "dev.procpool.internal.manager",
            "dev.procpool.internal.archive",
            "dev.procpool.internal.platform",
            "dev.procpool.internal.base"),
    TASKS("dev.procpool.tasks.."),
    DEMO("dev.procpool.demo..", "demos"),
    BENCH("dev.procpool.bench.."),
    CLI("dev.procpool.cli.."),
    EMBEDDED("dev.procpool.embedded.."),
    TESTING("dev.procpool.testing..");

    private final List<String> packages;

    Artifact(String... packages) {
        this.packages = List.of(packages);
    }

    /** Patterns as ArchUnit reads them: two dots at the end include the packages below. */
    public List<String> packages() {
        return packages;
    }

    /** The rule that no class of this artifact lies in a package of another one. */
    public ArchRule keepsToItsPackages() {
        return classes().should().resideInAnyPackage(packages.toArray(String[]::new));
    }
}
