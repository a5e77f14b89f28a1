package dev.procpool.testing.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** Rules for the packages below {@code root}, called rooms: the rooms that a room may see. */
public record Rooms(String root) {

    /** The rule that {@code room} uses of the packages below the root only itself and {@code seen}. */
    public ArchRule sees(String room, String... seen) {
        String[] open = Stream.concat(Stream.of(room), Arrays.stream(seen))
                .map(name -> root + "." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + room + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(root + "..").and(DescribedPredicate.not(resideInAnyPackage(open))))
                .as(room + " sees below " + root + " itself and [" + String.join(", ", seen) + "] only");
    }

    /** The rule that the rooms do not depend on each other in a circle. */
    public ArchRule haveNoCycle() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }
}
