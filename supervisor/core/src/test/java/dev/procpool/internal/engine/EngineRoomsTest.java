package dev.procpool.internal.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.procpool.internal.engine.dispatch.DispatchThatSeesAWatch;
import dev.procpool.internal.engine.items.ItemsThatSeeARoster;
import dev.procpool.internal.engine.workers.WorkersThatSeeADispatcher;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineRoomsTest {

    private static final String ENGINE = Engine.class.getPackageName();
    private static final List<String> ROOMS = List.of("items", "workers", "dispatch", "watch");

    private static ArchRule seesNoLaterRoom(String room) {
        String[] later = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
                .map(name -> ENGINE + "." + name)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ENGINE + "." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later);
    }

    @Test
    void theRoomsDependOnEachOtherInOneOrderOnly() {
        JavaClasses engine = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ENGINE);

        ROOMS.subList(0, ROOMS.size() - 1).forEach(room -> seesNoLaterRoom(room).check(engine));
    }

    @Test
    void aRoomThatSeesALaterOneIsFound() {
        JavaClasses breakers = new ClassFileImporter()
                .importClasses(
                        ItemsThatSeeARoster.class, WorkersThatSeeADispatcher.class, DispatchThatSeesAWatch.class);

        for (String room : ROOMS.subList(0, ROOMS.size() - 1)) {
            assertThat(seesNoLaterRoom(room).evaluate(breakers).hasViolation())
                    .as(room)
                    .isTrue();
        }
    }
}
