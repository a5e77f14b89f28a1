package dev.procpool.testing.rules;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Rules that every module keeps. */
public final class Style {

    public static final ArchRule NO_NAMES_THAT_SAY_NOTHING =
            noClasses().should().haveNameMatching(".*[.$]((Abstract|Base)[A-Z]\\w*|\\w+(Utils?|Helper|Manager))");

    public static final ArchRule NO_INHERITANCE_BUT_OF_EXCEPTIONS = noClasses()
            .that(are(DescribedPredicate.not(JavaClass.Predicates.assignableTo(Throwable.class))))
            .should(extendAClassOfOurs());

    public static final ArchRule NO_STATIC_MUTABLE_FIELDS =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    private Style() {}

    public static List<ArchRule> all() {
        return List.of(NO_NAMES_THAT_SAY_NOTHING, NO_INHERITANCE_BUT_OF_EXCEPTIONS, NO_STATIC_MUTABLE_FIELDS);
    }

    /** Constants of an enum that have a body are subclasses of the enum; they are not meant. */
    private static ArchCondition<JavaClass> extendAClassOfOurs() {
        return new ArchCondition<>("extend a class of procpool") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean extendsOurs = item.getRawSuperclass()
                        .filter(parent -> parent.getPackageName().startsWith("dev.procpool") && !parent.isEnum())
                        .isPresent();
                events.add(new SimpleConditionEvent(item, extendsOurs, item.getName() + " extends a class"));
            }
        };
    }
}
