package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTextsTest {

    @ParameterizedTest
    @CsvSource({
        "zh_CN.UTF-8, , , en, zh",
        "C, zh_CN.UTF-8, zh_CN.UTF-8, zh, en",
        ", zh_TW, en_US.UTF-8, en, zh",
        ", , zh_CN.GB18030, en, zh",
        ", , de_DE.UTF-8, zh, en",
        "C.UTF-8, , zh_CN.UTF-8, zh, zh",
        "C.UTF-8, , , en, en",
        ", , , zh, zh"
    })
    void theFirstVariableThatIsSetHasTheLanguage(
            String all, String messages, String lang, String ofJava, String expected) {
        Map<String, String> environment = Map.of(
                "LC_ALL", all == null ? "" : all,
                "LC_MESSAGES", messages == null ? "" : messages,
                "LANG", lang == null ? "" : lang);

        assertThat(DemoTexts.languageOf(environment, Locale.forLanguageTag(ofJava)))
                .isEqualTo(expected);
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        DemoTexts english = DemoTexts.in("en");
        DemoTexts chinese = DemoTexts.in("zh");

        assertThat(chinese.bundle().keySet()).isEqualTo(english.bundle().keySet());
        for (String demo : DemoCommand.names().subList(0, DemoCommand.names().size() - 1)) {
            for (String part : List.of("truth", "predict", "choices", "run", "why", "try")) {
                assertThat(english.has(demo + "." + part)).as(demo + "." + part).isTrue();
            }
            assertThat(english.get(demo + ".answer")).matches("[abc]").isEqualTo(chinese.get(demo + ".answer"));
            assertThat(english.get(demo + ".choices").lines()).hasSize(3);
            assertThat(chinese.get(demo + ".try")).isEqualTo(english.get(demo + ".try"));
        }
    }

    @Test
    void allButNamesAndCodeIsChinese() {
        DemoTexts chinese = DemoTexts.in("zh");

        assertThat(chinese.bundle().keySet().stream()
                        .filter(key -> !key.matches(".*[.](?:i?map\\w*|answer|try)|word[.].*"))
                        .filter(key -> chinese.get(key).codePoints().noneMatch(c -> c > 0x2000)))
                .isEmpty();
    }

    @Test
    void anotherLanguageIsRefused() {
        assertThatThrownBy(() -> DemoTexts.in("fr"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--lang is zh or en, not 'fr'");
    }
}
