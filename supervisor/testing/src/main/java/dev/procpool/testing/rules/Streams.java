package dev.procpool.testing.rules;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** Rules for the standard streams of the JVM. */
public final class Streams {

    private Streams() {}

    /** The rule that no class but {@code door} reads, writes or replaces the standard streams. */
    public static ArchRule onlyIn(String door) {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(door)
                .should()
                .accessTargetWhere(target(owner(JavaClass.Predicates.equivalentTo(System.class)))
                        .and(target(nameMatching("in|out|err|setIn|setOut|setErr|console"))))
                .as("no class but " + door + " touches the standard streams");
    }
}
