package dev.procpool.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Each library that procpool uses, and the one package or class that may use it. */
public final class Doors {

    public static final ArchRule CHRONICLE = onlyIn("net.openhft..", "dev.procpool.protocol.channel");
    public static final ArchRule KRYO = onlyIn("com.esotericsoftware..", "dev.procpool.protocol.codec");
    public static final ArchRule ASM = onlyIn("org.objectweb.asm..", "dev.procpool.internal.code");
    public static final ArchRule PICOCLI = onlyIn("picocli..", "dev.procpool.cli..");
    public static final ArchRule JSON = onlyIn("com.grack..", "dev.procpool.cli..", "dev.procpool.bench..");
    public static final ArchRule CHARTS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.procpool.bench.Chart")
            .and()
            .doNotHaveFullyQualifiedName("dev.procpool.bench.crossover.CrossoverChart")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.knowm..");

    private Doors() {}

    public static List<ArchRule> all() {
        return List.of(CHRONICLE, KRYO, ASM, PICOCLI, JSON, CHARTS);
    }

    /** The rule that only classes in {@code doors} use {@code library}; it holds for a module without a door, too. */
    private static ArchRule onlyIn(String library, String... doors) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(doors)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}
