package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Calendar;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WeekStandInTest {

    @Test
    void calendarsAreWrongWhileItIsThereAndRightAfterwards() {
        WeekStandIn.find("cachedLocaleData").clear();
        WeekStandIn weeks = new WeekStandIn();
        weeks.begin();
        try {
            assertThat(Calendar.getInstance().getFirstDayOfWeek()).isEqualTo(Calendar.WEDNESDAY);
            assertThat(Calendar.getInstance(Locale.US).getFirstDayOfWeek()).isEqualTo(Calendar.WEDNESDAY);
        } finally {
            weeks.end();
        }
        assertThat(Calendar.getInstance().getFirstDayOfWeek()).isNotEqualTo(Calendar.WEDNESDAY);
        assertThat(Calendar.getInstance(Locale.US).getFirstDayOfWeek()).isEqualTo(Calendar.SUNDAY);
        assertThat(Calendar.getInstance(Locale.US).getMinimalDaysInFirstWeek()).isEqualTo(1);
    }

    @Test
    void whatTheJdkHasFoundAlreadyStays() {
        int[] found = {Calendar.SUNDAY, 1};
        var weeks = WeekStandIn.find("cachedLocaleData");
        int[] before = weeks.put(Locale.US, found);
        try {
            WeekStandIn standIn = new WeekStandIn();
            standIn.begin();
            assertThat(weeks.get(Locale.US)).isSameAs(found);
            standIn.end();
            assertThat(weeks.get(Locale.US)).isSameAs(found);
        } finally {
            if (before == null) {
                weeks.remove(Locale.US);
            } else {
                weeks.put(Locale.US, before);
            }
        }
    }

    @Test
    void aJdkWithoutThatMapIsLeftAlone() {
        assertThat(WeekStandIn.find("noSuchField")).isEmpty();
        assertThat(WeekStandIn.find("JAPANESE")).isEmpty(); // a field, but no map
    }
}
