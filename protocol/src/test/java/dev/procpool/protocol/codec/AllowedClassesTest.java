package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class AllowedClassesTest {

    private static final ClassLoader LOADER = AllowedClassesTest.class.getClassLoader();

    private final Codecs sender = new Codecs(LOADER, 1 << 20);
    private final Codecs receiver = new Codecs(LOADER, 1 << 20, Optional.of(Set.of()));

    static Stream<Object> harmless() {
        return Stream.of(
                "text",
                new BigDecimal("1.5"),
                LocalDate.of(2024, 2, 29),
                ZonedDateTime.parse("2024-10-27T02:30+01:00[Europe/Berlin]"),
                new UUID(1, 2),
                new Date(5),
                Locale.CHINA,
                Optional.of(1),
                List.of(1, List.of(2)),
                Set.of(1, 2, 3),
                Map.of("a", 1, "b", 2),
                Arrays.asList(1, null),
                new ArrayList<>(List.of(1, 2, 3)).subList(0, 2),
                new HashMap<>(Map.of("a", 1)),
                new LinkedHashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("a", 1)),
                new CopyOnWriteArrayList<>(List.of(1)),
                Collections.singletonList(1),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatIsHarmlessArrivesWithoutBeingAllowed(Object value) {
        assertThat(receiver.decode(sender.encode(value))).isEqualTo(value);
    }

    @Test
    void exceptionsAndQueuesOfTheJdkAreHarmless() {
        Exception failure = new IllegalStateException("outer", new IOException("inner"));
        failure.addSuppressed(new NullPointerException("aside"));

        Exception arrived = (Exception) receiver.decode(sender.encode(failure));

        assertThat(arrived).hasMessage("outer").hasRootCauseMessage("inner");
        assertThat(arrived.getSuppressed()).hasSize(1);
        assertThat(arrived.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat((ArrayDeque<?>) receiver.decode(sender.encode(new ArrayDeque<>(List.of(1)))))
                .hasSize(1);
    }

    enum Color {
        RED,
        GREEN
    }

    record Palette(List<String> names, EnumMap<Color, String> byColor, Set<Color> colors) {}

    @Test
    void enumMapsAndEnumSetsOfAnAllowedEnumArrive() {
        Codecs allowing =
                new Codecs(LOADER, 1 << 20, Optional.of(Set.of(Color.class.getName(), Palette.class.getName())));
        EnumMap<Color, String> map = new EnumMap<>(Map.of(Color.RED, "r", Color.GREEN, "g"));

        for (Object value : List.of(
                map,
                new EnumMap<>(Color.class),
                EnumSet.allOf(Color.class),
                EnumSet.noneOf(Color.class),
                new Palette(List.of("a"), map, EnumSet.of(Color.GREEN)))) {
            byte[] encoded = sender.encode(value);
            assertThat(allowing.decode(encoded)).isEqualTo(value);
            assertThatThrownBy(() -> receiver.decode(encoded))
                    .isInstanceOf(DecodingException.class)
                    .hasMessageContaining("is not among the classes that are allowed here");
        }
    }

    record Foreign(int number) implements Serializable {}

    static class Failing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final Foreign foreign = new Foreign(1);
    }

    @Test
    void everythingElseIsRefusedWhereverItIs() {
        Supplier<?> proxy = (Supplier<?>)
                Proxy.newProxyInstance(LOADER, new Class<?>[] {Supplier.class}, new ViewsTest.Fixed("answer"));
        Map<String, Object> inOwnForm = new TreeMap<>(Map.of("a", new Foreign(1)));
        for (Object value : List.of(
                new Foreign(1),
                new Failing(),
                new Foreign[1],
                Foreign.class,
                inOwnForm,
                List.of(new Foreign(1)),
                new Exception("outer", new Failing()),
                proxy)) {
            byte[] encoded = sender.encode(value);
            assertThatThrownBy(() -> receiver.decode(encoded))
                    .as("%s", value.getClass())
                    .isInstanceOf(DecodingException.class)
                    .hasMessageContaining("is not among the classes that are allowed here");
        }
    }
}
