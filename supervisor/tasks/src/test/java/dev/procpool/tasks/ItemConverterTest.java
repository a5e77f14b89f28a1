package dev.procpool.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Compares the converter with picocli's own, type by type. */
class ItemConverterTest {

    private static final Set<Class<?>> NEED_DRIVER = Set.of(Connection.class, Driver.class);

    /** The texts for every type, separated by semicolons. */
    private static final String TEXTS = """
            -- ; - ; -x ; @x ; 'x' ; a b ; ${sys:user.name} ; x ; xyz ; 计算 ; true ; TRUE ; false ; yes ; 0
            1 ; +7 ; -7 ; 0x10 ; 1_000 ; 127 ; 128 ; 32768 ; 2147483648 ; 9223372036854775808 ; 1.5 ; 1e3
            1f ; NaN ; Infinity ; ١٢ ; /tmp/x ; http://localhost/x?y=z ; http:// bad ; nosuch://x
            urn:isbn:1 ; jdbc:nosuch:x ; 00000000-0000-0001-0000-000000000002 ; 1-1-1-1-1 ; 127.0.0.1 ; ::1
            lo ; UTF-8 ; latin1 ; [a-z]+ ; [a-z ; java.lang.String ; [I ; java.lang.Nosuch ; BIG_ENDIAN
            little_endian ; EUR ; eur ; UTC ; Europe/Berlin ; GMT+2 ; Nowhere/At_All ; 2026-11-27 ; 2026-1-2
            2026-11-27x ; 12:34 ; 1:2 ; 12:34:56 ; 12:34:5 ; 12:34:56.789 ; 12:34:56,789 ; 1:2:3,4.5
            12:34:56.7890 ; 2026-11-27 12:34:56 ; 2026-11-27T12:34:56 ; 2026-11-27T12:34:56Z
            2026-11-27T12:34:56+01:00 ; 2026-11-27T12:34:56+01:00[Europe/Berlin] ; 12:34:56+01:00 ; PT2S
            pt2s ; P3D ; P1Y ; --11-27 ; 2026 ; 2026-11 ; +01:00 ; Z ; DAYS ; days ; MONDAY ; LIGHT ; light
            Light ; pale ; PALE ; dark ; a=b ; a=b=c ; =b ; a= ; = ; a,b ; a|b
            """;

    private static final List<String> UNUSUAL_TEXTS = List.of("", " ", "\"quoted\"", " 1", "1 ", "a\u0000b");

    /** The texts for types whose conversion would ask a name server about others. */
    private static final List<String> NETWORK_TEXTS =
            List.of("", "127.0.0.1", "::1", "1", "1.5", "lo", "nosuch://x", "a b");

    static Stream<Class<?>> types() {
        return ConvertedTypes.CONVERTIBLE.stream();
    }

    static Stream<Class<?>> typesWithoutConverter() {
        return ConvertedTypes.WITHOUT_CONVERTER.stream();
    }

    private static Stream<String> texts(Class<?> type) {
        return type == InetAddress.class || type == NetworkInterface.class
                ? NETWORK_TEXTS.stream()
                : Stream.concat(UNUSUAL_TEXTS.stream(), Arrays.stream(TEXTS.split("\\s*[;\n]\\s*")));
    }

    /** Converts as picocli does for a parameter of that type. */
    private static Function<String, Object> picocli(Class<?> type) {
        PositionalParamSpec parameter =
                PositionalParamSpec.builder().index("0").arity("1").type(type).build();
        CommandLine line = new CommandLine(CommandSpec.create().addPositional(parameter));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setUnmatchedOptionsArePositionalParams(true);
        return text -> line.parseArgs("--", text).matchedPositionalValue(0, null);
    }

    private record Result(String type, Object value, String error) {

        static Result of(Class<?> type, String text, Function<String, Object> converter) {
            try {
                Object value = converter.apply(text);
                return new Result(value == null ? "null" : value.getClass().getName(), comparable(value), "");
            } catch (CommandLine.ParameterException e) {
                return new Result(
                        "", "", "'" + OneLine.briefly(text) + "' cannot be converted to " + type.getSimpleName());
            } catch (UnusableItemException e) {
                return new Result("", "", e.getMessage());
            }
        }

        /**
         * A value that is equal to that of another conversion: arrays by their elements, others without equals by
         * their text.
         */
        private static Object comparable(Object value) {
            if (value == null || value instanceof Collection && !(value instanceof Queue)) {
                return value;
            }
            if (value.getClass().isArray()) {
                return Arrays.deepToString(new Object[] {value});
            }
            return value instanceof StringBuilder
                            || value instanceof Pattern
                            || value instanceof URL
                            || value instanceof Queue
                    ? value.toString()
                    : value;
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void convertsAsPicocliDoes(Class<?> type) {
        ItemConverter converter = ItemConverter.to(type).orElseThrow();
        Function<String, Object> picocli = picocli(type);
        List<String> different = new ArrayList<>();
        int fitting = 0;

        for (String text : texts(type).toList()) {
            Result expected = Result.of(type, text, picocli);
            Result actual = Result.of(type, text, converter::convert);
            if (!actual.equals(expected)) {
                different.add(text + ": " + actual + " instead of " + expected);
            }
            fitting += expected.error().isEmpty() ? 1 : 0;
        }

        assertThat(different).isEmpty();
        assertThat(fitting)
                .as("texts that fit, but for types that need a driver")
                .isGreaterThan(NEED_DRIVER.contains(type) ? -1 : 0);
    }

    @ParameterizedTest
    @MethodSource("typesWithoutConverter")
    void aTypeThatPicocliHasNoConverterForHasNone(Class<?> type) {
        assertThatThrownBy(() -> picocli(type).apply("1")).isInstanceOf(RuntimeException.class);

        assertThat(ItemConverter.to(type)).isEmpty();
    }

    @Test
    void anItemIsConvertedToTheTypeOfTheParameter() {
        assertThat(convert(long.class, "3")).isEqualTo(3L);
        assertThat(convert(Path.class, "/x")).isEqualTo(Path.of("/x"));
        assertThat(convert(Duration.class, "PT2S")).isEqualTo(Duration.ofSeconds(2));
        assertThat(convert(TimeUnit.class, "days")).isEqualTo(TimeUnit.DAYS);
        assertThat(convert(String.class, "@x -y")).isEqualTo("@x -y");
        assertThatThrownBy(() -> convert(int.class, "x"))
                .isInstanceOf(UnusableItemException.class)
                .hasMessage("'x' cannot be converted to int");
    }

    private static Object convert(Class<?> type, String text) {
        return ItemConverter.to(type).orElseThrow().convert(text);
    }

    @Test
    void collectionsThatNoClassOfTheJdkFitsHaveNone() {
        assertThat(ItemConverter.to(BlockingQueue.class)).isEmpty();
        assertThat(ItemConverter.to(AbstractList.class)).isEmpty();
        assertThat(ItemConverter.to(EnumMap.class)).isEmpty();
    }
}
