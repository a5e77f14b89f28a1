package dev.procpool.testing.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Rules for what a module may use of the others. */
public final class Sight {

    public static final ArchRule NO_INTERNALS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.procpool.internal..")
            .as("the module sees no internal class of the library");

    public static final ArchRule NO_PROTOCOL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.procpool.protocol..")
            .as("the module sees no class of the protocol");

    private Sight() {}

    /** The rule that of the internal classes of the library the module uses only {@code known}. */
    public static ArchRule internalsOnly(List<String> known) {
        DescribedPredicate<JavaClass> isKnown =
                DescribedPredicate.describe("known", item -> known.contains(item.getName()));
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.procpool.internal..").and(DescribedPredicate.not(isKnown)))
                .as("the module sees of the internal classes only " + known);
    }
}
