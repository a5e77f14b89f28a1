package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HaltRuleTest {

    private static HaltRule rule(String text) {
        return new HaltRule.Text().convert(text);
    }

    @Test
    void withoutARuleNothingStopsTheRun() {
        assertThat(rule("never").isSet()).isFalse();
        assertThat(rule("never").isMetBy(1000, 1000, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soon,fail=3 | 9 | 2 | false",
                "soon,fail=3 | 0 | 3 | true",
                "now,success=2 | 1 | 9 | false",
                "now,success=2 | 2 | 0 | true",
                "soon,done=4 | 2 | 1 | false",
                "soon,done=4 | 2 | 2 | true"
            })
    void aNumberCountsOutcomesOfItsKind(String text, long succeeded, long failed, boolean isMet) {
        assertThat(rule(text).isMetBy(succeeded, failed, 0)).isEqualTo(isMet);
        assertThat(rule(text)).hasToString(text);
        assertThat(rule(text).needsTotal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, false", "0, 2, false", "0, 3, true", "27, 3, true", "28, 3, false", "90, 10, true"})
    void aShareOfFailuresIsOneOfTheKnownOutcomesFromTheThirdFailureOn(long succeeded, long failed, boolean isMet) {
        assertThat(rule("now,fail=10%").isMetBy(succeeded, failed, 0)).isEqualTo(isMet);
        assertThat(rule("now,fail=10%").needsTotal()).isFalse();
    }

    @Test
    void otherSharesAreThoseOfAllItems() {
        assertThat(rule("now,success=50%").needsTotal()).isTrue();
        assertThat(rule("now,success=50%").isMetBy(4, 9, 10)).isFalse();
        assertThat(rule("now,success=50%").isMetBy(5, 0, 10)).isTrue();
        assertThat(rule("soon,done=100%").isMetBy(5, 4, 10)).isFalse();
        assertThat(rule("soon,done=100%").isMetBy(5, 5, 10)).isTrue();
        assertThat(rule("soon,done=100%").isMetBy(0, 0, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | never",
                "1 | soon,fail=1",
                "2 | now,fail=1",
                "-1 | soon,success=1",
                "-2 | now,success=1",
                "10% | soon,fail=10%"
            })
    void theShortFormsAreThoseOfParallel(String shortForm, String text) {
        assertThat(rule(shortForm)).hasToString(text).isEqualTo(rule(text));
    }

    @Test
    void aRunThatWasToStopAfterSuccessesHasSucceeded() {
        assertThat(rule("now,fail=1").exitCode(1)).isEqualTo(ExitCodes.HALTED);
        assertThat(rule("now,success=1").exitCode(7)).isEqualTo(ExitCodes.OK);
        assertThat(rule("soon,done=3").exitCode(0)).isEqualTo(ExitCodes.OK);
        assertThat(rule("soon,done=3").exitCode(1)).isEqualTo(ExitCodes.ITEMS_FAILED);
    }

    @Test
    void theReasonSaysWhatWasCounted() {
        assertThat(rule("now,fail=1").reason(5, 1)).isEqualTo("1 failed item (--halt now,fail=1)");
        assertThat(rule("soon,done=2").reason(1, 1)).isEqualTo("2 items (--halt soon,done=2)");
        assertThat(rule("now,success=50%").reason(2, 1)).isEqualTo("2 successful items (--halt now,success=50%)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "now,fail=0",
                "later,fail=1",
                "soon,fail=x",
                "now,fail=0%",
                "now,fail=101%",
                "3",
                "-3"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> rule(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
