package dev.procpool.testing.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Rules for paths that only Linux has. */
public final class LinuxPaths {

    private static final Pattern PATHS = Pattern.compile("/proc\\b|/sys/|/dev/shm");

    private LinuxPaths() {}

    /** The rule that string constants with such a path occur only in classes in {@code door}. */
    public static ArchRule onlyIn(String door) {
        return noClasses().that().resideOutsideOfPackage(door).should(nameLinuxPaths());
    }

    /** ArchUnit does not see string constants, but they lie as they are in the class file. */
    private static ArchCondition<JavaClass> nameLinuxPaths() {
        return new ArchCondition<>("name paths that only Linux has") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean found = PATHS.matcher(classFile(item)).find();
                events.add(new SimpleConditionEvent(item, found, item.getName() + " names a path of Linux"));
            }
        };
    }

    private static String classFile(JavaClass item) {
        try (InputStream in = item.getSource().orElseThrow().getUri().toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
