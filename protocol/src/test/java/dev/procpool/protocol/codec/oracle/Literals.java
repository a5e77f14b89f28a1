package dev.procpool.protocol.codec.oracle;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The first arguments and instances of a {@link Zoo}. */
final class Literals {

    static final int ATTEMPTS = 8;

    /** Classes whose static methods make instances of other classes. */
    static final List<Class<?>> FACTORIES = List.of(
            List.class,
            Set.class,
            Map.class,
            Map.Entry.class,
            Collections.class,
            Arrays.class,
            Comparator.class,
            EnumSet.class,
            InetAddress.class,
            ZoneId.class,
            java.util.Calendar.class,
            java.util.TimeZone.class,
            java.text.NumberFormat.class,
            java.text.DateFormat.class,
            java.util.concurrent.ConcurrentHashMap.class,
            java.nio.charset.Charset.class,
            java.time.chrono.Chronology.class,
            java.util.Locale.class,
            java.time.Clock.class,
            java.util.function.Function.class,
            java.net.URI.class,
            java.time.ZoneOffset.class,
            java.security.MessageDigest.class);

    private static final List<String> TEXTS =
            List.of("a", "1", "UTC", "http://h/p", "SHA-256", "en", "127.0.0.1", "java.lang.String");
    private static final int[] NUMBERS = {1, 3, 7, 0, 12, 100, 2000, -1};

    private final Map<Class<?>, Function<Integer, Object>> byType = new HashMap<>();

    Literals() {
        byType.put(String.class, TEXTS::get);
        byType.put(Object.class, TEXTS::get);
        byType.put(CharSequence.class, TEXTS::get);
        byType.put(Comparable.class, TEXTS::get);
        byType.put(int.class, i -> NUMBERS[i]);
        byType.put(long.class, i -> (long) NUMBERS[i]);
        byType.put(short.class, i -> (short) NUMBERS[i]);
        byType.put(byte.class, i -> (byte) NUMBERS[i]);
        byType.put(char.class, i -> (char) ('a' + i));
        byType.put(float.class, i -> NUMBERS[i] / 2f);
        byType.put(double.class, i -> NUMBERS[i] / 4.0);
        byType.put(boolean.class, i -> i % 2 == 0);
        byType.put(Class.class, i -> List.of(Thread.State.class, String.class, Integer.class)
                .get(i % 3));
        byType.put(Comparator.class, i -> String.CASE_INSENSITIVE_ORDER);
        byType.put(Throwable.class, i -> new IOException("cause"));
        byType.put(File.class, i -> new File("/tmp/" + TEXTS.get(i)));
        byType.put(URI.class, i -> URI.create("http://h/p"));
        byType.put(Collection.class, i -> new ArrayList<>(List.of("b", "A")));
        byType.put(List.class, i -> new ArrayList<>(List.of("b", "A")));
        byType.put(Set.class, i -> new TreeSet<>(List.of("b", "A")));
        byType.put(Map.class, i -> i % 2 == 0 ? new HashMap<>(Map.of("b", "B")) : enumMap());
        byType.put(Properties.class, i -> properties());
        byType.put(int[].class, i -> new int[] {i + 1, 5});
        byType.put(long[].class, i -> new long[] {i + 1, 5});
        byType.put(double[].class, i -> new double[] {i + 1, 5, 3, 4, 5, 6});
        byType.put(float[].class, i -> new float[] {i + 1, 5, 3, 4, 5, 6});
        byType.put(byte[].class, i -> new byte[] {127, 0, 0, 1});
        byType.put(char[].class, i -> "chars".toCharArray());
        byType.put(Object[].class, i -> new Object[] {"x", "y"});
        byType.put(String[].class, i -> new String[] {"x", "y"});
        byType.put(Enum.class, i -> Thread.State.NEW);
        byType.put(Enum[].class, i -> new Thread.State[] {Thread.State.NEW});
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("default", "value");
        return properties;
    }

    private static Map<TimeUnit, String> enumMap() {
        return new EnumMap<>(Map.of(TimeUnit.DAYS, "d"));
    }

    /** One of several values of a type; null if there is none. */
    Object of(Class<?> type, int attempt) {
        Function<Integer, Object> values = byType.get(type);
        if (values != null) {
            return values.apply(attempt);
        }
        return type.isEnum() ? type.getEnumConstants()[attempt % type.getEnumConstants().length] : null;
    }

    /** Instances that no constructor makes with such arguments. */
    List<Object> instances() {
        Map<String, Integer> byAccess = new LinkedHashMap<>(16, 0.75f, true);
        byAccess.put("a", 1);
        byAccess.put("b", 2);
        byAccess.get("a");
        return List.of(
                ZonedDateTime.parse("2024-10-27T02:30+01:00[Europe/Berlin]"),
                ZonedDateTime.ofStrict(LocalDateTime.of(2020, 1, 1, 0, 0), java.time.ZoneOffset.UTC, ZoneId.of("UTC")),
                ZoneId.of("Europe/Berlin"),
                Instant.ofEpochSecond(5),
                byAccess,
                List.of(1, 2, 3).stream().toList(),
                Arrays.asList("a", "b"),
                new TreeMap<>(Map.of("a", 1, "b", 2)).descendingMap(),
                new TreeMap<>(Map.of("a", 1, "b", 2)).headMap("b"),
                new TreeSet<>(List.of("a", "b")).descendingSet(),
                new java.util.concurrent.ConcurrentSkipListMap<>(Map.of("a", 1, "b", 2)).headMap("b"),
                new java.util.concurrent.ConcurrentHashMap<>(Map.of("a", 1)).keySet(),
                new java.util.concurrent.ConcurrentHashMap<>(Map.of("a", 1)).values(),
                new java.util.concurrent.ConcurrentHashMap<>(Map.of("a", 1)).entrySet(),
                Map.Entry.comparingByKey(),
                Comparator.<String>naturalOrder().thenComparing(Comparator.reverseOrder()));
    }
}
