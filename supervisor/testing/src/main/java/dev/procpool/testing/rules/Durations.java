package dev.procpool.testing.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Rules for the arithmetic of times, which overflows where it is done by hand. */
public final class Durations {

    private static final String CLASS_INITIALIZER = "<clinit>";
    private static final Set<String> TYPES = Set.of(Duration.class.getName(), TimeUnit.class.getName());

    private Durations() {}

    /** The rule that only {@code door} turns durations into nanoseconds, but for constants. */
    public static ArchRule becomeNanosOnlyIn(String door) {
        return ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveFullyQualifiedName(door)
                .should(callToNanos())
                .as("only " + door + " turns durations into nanoseconds, but for constants");
    }

    private static ArchCondition<JavaClass> callToNanos() {
        return new ArchCondition<>("turn a duration into nanoseconds") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaMethodCall call : item.getMethodCallsFromSelf()) {
                    boolean found = call.getName().equals("toNanos")
                            && TYPES.contains(call.getTargetOwner().getName())
                            && !call.getOrigin().getName().equals(CLASS_INITIALIZER);
                    events.add(new SimpleConditionEvent(call, found, call.getDescription()));
                }
            }
        };
    }
}
