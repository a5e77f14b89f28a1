package dev.procpool.bench.crossover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1700 | 1.7 µs",
                "18000 | 18 µs",
                "310000 | 310 µs",
                "999800 | 1 ms",
                "980000000 | 980 ms",
                "2400000000 | 2.4 s",
                "120 | 120 ns"
            })
    void aTimeHasThreeDigitsAndTheUnitThatFits(double nanos, String text) {
        assertThat(Texts.in("en").time(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2 | 2", "21.01 | 22", "2084 | 2,080", "185432 | 185,000", "99999 | 100,000"})
    void aNumberOfItemsHasThreeDigitsAndIsRoundedUpBelowAThousand(double items, String text) {
        assertThat(Texts.items(items)).isEqualTo(text);
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        Texts english = Texts.in("en");
        Texts chinese = Texts.in("zh");

        assertThat(chinese.bundle().keySet()).isEqualTo(english.bundle().keySet());
        assertThat(chinese.bundle().keySet().stream()
                        .filter(key -> !key.matches("size[.].*"))
                        .filter(key -> chinese.get(key).codePoints().noneMatch(c -> c > 0x2000)))
                .as("texts without Chinese")
                .isEmpty();
    }
}
