package dev.procpool.testing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SuppressionsTest {

    private static final Pattern ENTRY = Pattern.compile("(-->\\s*)?<suppress\\s[^>]*>");
    private static final Pattern KIND = Pattern.compile("\\b(?:checks|id)=\"(\\w+)\"");
    private static final List<String> LENGTHS = List.of("FileLength", "MethodLength");
    private static final List<String> WORDING = List.of("SentenceStart", "UnnamedAmount", "LongLine");

    @Test
    void atMostFiveLengthsAreSuppressed() throws Exception {
        assertThat(kinds()).filteredOn(LENGTHS::contains).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void atMostTenWordingsAreSuppressed() throws Exception {
        assertThat(kinds()).filteredOn(WORDING::contains).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void nothingElseIsSuppressed() throws Exception {
        assertThat(kinds()).allMatch(kind -> LENGTHS.contains(kind) || WORDING.contains(kind));
    }

    @Test
    void eachSuppressionHasItsReason() throws Exception {
        assertThat(entries()).allMatch(entry -> entry.startsWith("-->"));
    }

    private static List<String> kinds() throws Exception {
        return entries().stream()
                .map(entry -> KIND.matcher(entry)
                        .results()
                        .findFirst()
                        .map(kind -> kind.group(1))
                        .orElse(entry))
                .toList();
    }

    private static List<String> entries() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        String file = Files.readString(root.resolve(".mvn/checkstyle-suppressions.xml"));
        String entries = file.substring(file.indexOf("<suppressions>"));
        return ENTRY.matcher(entries).results().map(MatchResult::group).toList();
    }
}
