package dev.procpool.internal.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void deadlinesCompareAlsoWhereTheClockOverflows() {
        long late = Long.MAX_VALUE - 5;
        assertThat(Times.isDue(late, late + 10)).isTrue();
        assertThat(Times.isDue(late + 10, late)).isFalse();
        assertThat(Times.isDue(Times.NEVER, 0)).isFalse();
        assertThat(Times.earlier(late, late + 10)).isEqualTo(late);
        assertThat(Times.earlier(Times.NEVER, -3)).isEqualTo(-3);
    }
}
