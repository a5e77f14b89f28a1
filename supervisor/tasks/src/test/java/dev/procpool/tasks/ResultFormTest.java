package dev.procpool.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultFormTest {

    public static Optional<Float> half(int x) {
        return x == 0 ? Optional.empty() : Optional.of(x / 2f);
    }

    public static Object[] nested(String x) {
        return new Object[] {x, new int[] {1, 2}};
    }

    public static void nothing(String x) {}

    private static String run(String method, String item, ResultForm form) throws Exception {
        return new NamedTask(ResultFormTest.class.getName() + "::" + method, form).apply(item);
    }

    @Test
    void aTextIsTheTextOfTheValue() throws Exception {
        assertThat(run("half", "3", ResultForm.TEXT)).isEqualTo("1.5");
        assertThat(run("half", "0", ResultForm.TEXT)).isEqualTo("null");
        assertThat(run("nested", "a\nb", ResultForm.TEXT)).isEqualTo("[a\nb, [1, 2]]");
        assertThat(run("nothing", "", ResultForm.TEXT)).isEqualTo("null");
    }

    @Test
    void jsonHasNumbersTruthValuesNullAndTexts() throws Exception {
        assertThat(run("half", "3", ResultForm.JSON)).isEqualTo("1.5");
        assertThat(run("half", "0", ResultForm.JSON)).isEqualTo("null");
        assertThat(run("nested", "a\nb", ResultForm.JSON)).isEqualTo("[\"a\\nb\",[1,2]]");
        assertThat(JsonText.of(new BigDecimal("1E+400"))).isEqualTo("1E+400");
        assertThat(JsonText.of(true)).isEqualTo("true");
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(JsonText.of(odd)).isEqualTo('"' + Double.toString(odd) + '"');
        }
    }

    @Test
    void aLoneSurrogateIsEscapedAndAPairIsNot() {
        assertThat(JsonText.quoted("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
        assertThat(JsonText.quoted("a\ude00\ud83d")).isEqualTo("\"a\\ude00\\ud83d\"");
    }
}
