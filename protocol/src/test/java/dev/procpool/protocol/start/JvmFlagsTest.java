package dev.procpool.protocol.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The places that list the flags once more, compared with {@link JvmFlags}. */
class JvmFlagsTest {

    private static final Pattern FLAG =
            Pattern.compile("--add-(?:opens|exports)=\\S+|--sun-misc-\\S+?=\\w+|-D(?:chronicle|slf4j)\\.[\\w.]+=\\w+");
    private static final Pattern MANIFEST_ENTRY = Pattern.compile("<Add-(Opens|Exports)>(.*?)</Add-\\1>");

    /** A file of the project with a list of flags. */
    enum Place {
        BUILD("pom.xml", JvmFlags.all(24)),
        START_SCRIPT("scripts/procpool", JvmFlags.all(24)),
        EMBEDDING("docs/embedding.md", without("-D", JvmFlags.all(24))),
        /** The manifest of the executable jar, which can state only some of the flags. */
        MANIFEST("supervisor/cli/pom.xml", without("-D", JvmFlags.all(17)));

        private final String file;
        private final List<String> expected;

        Place(String file, List<String> expected) {
            this.file = file;
            this.expected = expected;
        }

        private static List<String> without(String prefix, List<String> flags) {
            return flags.stream().filter(flag -> !flag.startsWith(prefix)).toList();
        }

        private String text() throws IOException {
            return Files.readString(projectRoot().resolve(file));
        }

        private List<String> flagsIn(String text) {
            if (this != MANIFEST) {
                return FLAG.matcher(text).results().map(MatchResult::group).toList();
            }
            return MANIFEST_ENTRY
                    .matcher(text)
                    .results()
                    .flatMap(entry -> List.of(entry.group(2).split(" ")).stream()
                            .map(name -> "--add-" + entry.group(1).toLowerCase() + "=" + name + "=ALL-UNNAMED"))
                    .toList();
        }
    }

    private static Path projectRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("scripts/procpool"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceListsTheSameFlags(Place place) throws IOException {
        assertThat(place.flagsIn(place.text())).as(place.file).containsExactlyInAnyOrderElementsOf(place.expected);
    }

    @ParameterizedTest
    @EnumSource
    void aFlagThatAPlaceLacksIsNoticed(Place place) throws IOException {
        for (String flag : place.expected) {
            String name = place == Place.MANIFEST ? flag.replaceAll("--add-\\w+=|=ALL-UNNAMED", "") : flag;

            String damaged = place.text().replace(name, "");

            assertThat(place.flagsIn(damaged))
                    .as("%s without %s", place.file, flag)
                    .doesNotContain(flag);
        }
    }

    @Test
    void onlyAJvmThatKnowsItGetsTheFlagAboutUnsafe() {
        assertThat(JvmFlags.all(23)).doesNotContain(JvmFlags.SINCE_24);
        assertThat(JvmFlags.all(24)).contains(JvmFlags.SINCE_24).containsAll(JvmFlags.all(17));
    }

    @Test
    void thisJvmHasTheFlags() {
        JvmFlags.requireHere();

        assertThat(System.getProperty("chronicle.analytics.disable")).isEqualTo("true");
    }
}
