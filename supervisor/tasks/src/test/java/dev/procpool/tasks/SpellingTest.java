package dev.procpool.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN =
            List.of("run", "demo", "doctor", "square", "sha256", "wordcount", "--retries", "--retry-failed");

    @ParameterizedTest
    @CsvSource({
        "rnu, run",
        "rum, run",
        "Demo, demo",
        "docter, doctor",
        "sqare, square",
        "sha265, sha256",
        "wordcuont, wordcount",
        "--retrys, --retries"
    })
    void aMisspeltWordHasANearestOne(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN)).contains(meant);
    }

    @Test
    void aWordOfItsOwnHasNone() {
        assertThat(Spelling.nearest("jobs", KNOWN)).isEmpty();
        assertThat(Spelling.didYouMean("resize", KNOWN)).isEmpty();
        assertThat(Spelling.didYouMean("sqaure", KNOWN)).isEqualTo("; did you mean 'square'?");
    }
}
