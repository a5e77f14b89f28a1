package dev.procpool;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.procpool.internal.archive.ArchiveThatSeesAnEngine;
import dev.procpool.internal.backend.BackendThatSeesAnEngine;
import dev.procpool.internal.base.AddsToTheClock;
import dev.procpool.internal.base.BaseThatSeesABackend;
import dev.procpool.internal.between.BetweenThatSeesAnEngine;
import dev.procpool.internal.child.ChildThatSeesAnEngine;
import dev.procpool.internal.code.CodeThatSeesAnEngine;
import dev.procpool.internal.engine.EngineThatSeesThePool;
import dev.procpool.internal.launch.LaunchThatSeesAnEngine;
import dev.procpool.internal.manager.ManagerThatSeesAnEngine;
import dev.procpool.internal.memory.MemoryThatSeesAnEngine;
import dev.procpool.internal.platform.PlatformThatSeesABackend;
import dev.procpool.internal.pool.PoolThatSeesAnEngine;
import dev.procpool.internal.threads.ThreadsThatSeeAnEngine;
import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Durations;
import dev.procpool.testing.rules.LinuxPaths;
import dev.procpool.testing.rules.Rooms;
import dev.procpool.testing.rules.Rulebook;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    private static final ArchRule API_OPENS_ARCHIVES_AND_STARTS_CHILDREN = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("dev.procpool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.procpool.internal.pool..",
                    "dev.procpool.internal.backend..",
                    "dev.procpool.internal.engine..",
                    "dev.procpool.internal.threads..",
                    "dev.procpool.internal.launch..",
                    "dev.procpool.internal.base..");

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        Rooms rooms = new Rooms("dev.procpool.internal");

        return Rulebook.of(Artifact.CORE, Pool.class)
                .rule(API_OPENS_ARCHIVES_AND_STARTS_CHILDREN, ApiThatSeesAnEngine.class)
                .rule(rooms.sees("pool", "backend", "between", "code", "base"), PoolThatSeesAnEngine.class)
                .rule(rooms.sees("threads", "backend", "base"), ThreadsThatSeeAnEngine.class)
                .rule(rooms.sees("engine", "backend", "code", "launch", "archive", "base"), EngineThatSeesThePool.class)
                .rule(rooms.sees("backend", "code", "base"), BackendThatSeesAnEngine.class)
                .rule(rooms.sees("code", "base"), CodeThatSeesAnEngine.class)
                .rule(rooms.sees("launch", "archive", "platform", "base"), LaunchThatSeesAnEngine.class)
                .rule(rooms.sees("child", "between", "code", "launch", "base"), ChildThatSeesAnEngine.class)
                .rule(rooms.sees("between", "launch", "base"), BetweenThatSeesAnEngine.class)
                .rule(rooms.sees("memory", "platform", "base"), MemoryThatSeesAnEngine.class)
                .rule(rooms.sees("manager", "between", "launch", "base"), ManagerThatSeesAnEngine.class)
                .rule(rooms.sees("archive", "platform", "base"), ArchiveThatSeesAnEngine.class)
                .rule(rooms.sees("platform"), PlatformThatSeesABackend.class)
                .rule(rooms.sees("base"), BaseThatSeesABackend.class)
                .rule(rooms.haveNoCycle(), BaseThatSeesABackend.class)
                .rule(LinuxPaths.onlyIn("dev.procpool.internal.platform"), NamesProcesses.class)
                .rule(Durations.becomeNanosOnlyIn("dev.procpool.internal.base.Times"), AddsToTheClock.class)
                .tests();
    }
}
