package dev.procpool.testing.rules;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules of one module, as tests: each rule holds for the classes of the module, fails on a class written to break
 * it, and needs each of its exceptions. A rule that matches nothing by mistake is found by the second test.
 */
public final class Rulebook {

    private final Artifact artifact;
    private final Location module;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(ArchRule rule, List<Class<?>> breakers, List<String> exceptions) {}

    private Rulebook(Artifact artifact, Location module) {
        this.artifact = artifact;
        this.module = module;
    }

    /** Starts with the rules that every module keeps; {@code inModule} is any class of the module. */
    public static Rulebook of(Artifact artifact, Class<?> inModule) {
        URL classes = inModule.getProtectionDomain().getCodeSource().getLocation();
        Rulebook book = new Rulebook(artifact, Location.of(classes));
        book.rule(artifact.keepsToItsPackages());
        Doors.all().forEach(book::rule);
        Style.all().forEach(book::rule);
        return book;
    }

    /** Adds a rule whose breaking class is in another module's tests. */
    private void rule(ArchRule rule) {
        entries.add(new Entry(rule, List.of(), List.of()));
    }

    /** Adds a rule, and a test class that breaks it. */
    public Rulebook rule(ArchRule rule, Class<?> breaker) {
        return rule(rule, breaker, List.of());
    }

    /** Adds a rule that the classes called {@code exceptions} may break. */
    public Rulebook rule(ArchRule rule, Class<?> breaker, List<String> exceptions) {
        entries.add(new Entry(rule, List.of(breaker), exceptions));
        return this;
    }

    /** Lets the classes called {@code exceptions} break {@code rule}, which every module keeps. */
    public Rulebook except(ArchRule rule, List<String> exceptions) {
        entries.replaceAll(entry -> entry.rule == rule ? new Entry(rule, entry.breakers, exceptions) : entry);
        return this;
    }

    public Stream<DynamicTest> tests() {
        JavaClasses all = new ClassFileImporter().importLocations(locations());
        Set<String> breakers = entries.stream()
                .flatMap(entry -> entry.breakers.stream())
                .map(Class::getName)
                .collect(toCollection(HashSet::new));
        JavaClasses own = all.that(are("classes of the module", item -> !breakers.contains(item.getName())));
        return Stream.concat(
                Stream.of(dynamicTest("every package of " + artifact + " has a class", () -> allPackagesExist(own))),
                entries.stream().flatMap(entry -> tests(entry, all, own)));
    }

    private Set<Location> locations() {
        Set<Location> locations = new HashSet<>(Set.of(module));
        for (Entry entry : entries) {
            for (Class<?> breaker : entry.breakers) {
                locations.add(Location.of(breaker.getResource(
                        breaker.getName().substring(breaker.getPackageName().length() + 1) + ".class")));
            }
        }
        return locations;
    }

    private Stream<DynamicTest> tests(Entry entry, JavaClasses all, JavaClasses own) {
        String name = entry.rule.getDescription();
        return Stream.of(
                        Stream.of(dynamicTest(name, () -> holds(entry, own))),
                        entry.breakers.stream()
                                .map(breaker -> dynamicTest(
                                        "fails on " + breaker.getSimpleName() + ": " + name,
                                        () -> failsOn(breaker, entry, all))),
                        entry.exceptions.stream()
                                .map(exception -> dynamicTest(
                                        "still needs the exception " + exception + ": " + name,
                                        () -> needs(exception, entry, own))))
                .flatMap(tests -> tests);
    }

    private void allPackagesExist(JavaClasses own) {
        for (String pattern : artifact.packages()) {
            assertThat(!own.that(JavaClass.Predicates.resideInAPackage(pattern)).isEmpty())
                    .as(pattern)
                    .isTrue();
        }
    }

    private static void holds(Entry entry, JavaClasses own) {
        entry.rule.check(own.that(are("no exceptions", item -> !isOneOf(entry.exceptions, item))));
    }

    private static void failsOn(Class<?> breaker, Entry entry, JavaClasses all) {
        List<String> others = entry.exceptions;
        EvaluationResult result = entry.rule.evaluate(all.that(are("no exceptions", item -> !isOneOf(others, item))));
        assertThat(result.getFailureReport().getDetails()).anyMatch(detail -> detail.contains(breaker.getName()));
    }

    private static void needs(String exception, Entry entry, JavaClasses own) {
        JavaClasses one = own.that(are(exception, item -> isOneOf(List.of(exception), item)));
        assertThat(one).as("classes called " + exception).isNotEmpty();
        assertThat(entry.rule.evaluate(one).hasViolation())
                .as(exception + " breaks the rule; if it does not, take it out of the exceptions")
                .isTrue();
    }

    /** Classes nested in an exception are part of it. */
    private static boolean isOneOf(List<String> names, JavaClass item) {
        return names.stream()
                .anyMatch(name -> item.getName().equals(name) || item.getName().startsWith(name + "$"));
    }

    private static DescribedPredicate<JavaClass> are(String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }
}
