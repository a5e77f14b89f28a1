package dev.procpool.worker;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Spares a start the search for the first day of the week, a tenth of a worker's processor time until then. Chronicle Wire makes
 * {@link java.text.SimpleDateFormat}s when it is loaded, for texts that no queue has; the JDK parses the names of all its locales for the
 * first one's calendar. What it finds it keeps in a map, which it asks first: while Chronicle is loaded, that has an answer for the locales in
 * question. Before anything of a user's runs it is taken out again. Where this JDK has no such map a start takes longer, and that is all.
 * Not thread-safe: one thread at a time, which sees what those before did.
 */
final class WeekStandIn {

    /** What no locale has: whoever should see it will notice. */
    private static final int[] WEEK = {Calendar.WEDNESDAY, 7};

    private final List<Locale> locales = List.of(Locale.getDefault(Locale.Category.FORMAT), Locale.US);
    private Map<Locale, int[]> weeks = new HashMap<>();

    /** Calendars of the default locale, and of {@link Locale#US}, that are made from now on have a wrong first day of the week. */
    void begin() {
        weeks = find("cachedLocaleData");
        locales.forEach(locale -> weeks.putIfAbsent(locale, WEEK));
    }

    /** Calendars that are made from now on are right. */
    void end() {
        locales.forEach(locale -> weeks.remove(locale, WEEK));
    }

    /** The map of that name; a new one, which nobody asks, if there is none. */
    static Map<Locale, int[]> find(String name) {
        try {
            Field field = Calendar.class.getDeclaredField(name);
            // The package of this method is open to us, as Chronicle needs it; that of the field is not.
            Method open = AccessibleObject.class.getDeclaredMethod("setAccessible0", boolean.class);
            open.setAccessible(true);
            open.invoke(field, true);
            @SuppressWarnings("unchecked")
            Map<Locale, int[]> weeks = (Map<Locale, int[]>) Objects.requireNonNull(field.get(null));
            return weeks;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new HashMap<>();
        }
    }
}
