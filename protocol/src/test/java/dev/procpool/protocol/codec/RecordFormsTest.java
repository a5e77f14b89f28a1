package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of a connection have the same class, or the receiving one refuses it. */
@Tag("jdk")
class RecordFormsTest {

    private static final ClassLoader LOADER = RecordFormsTest.class.getClassLoader();
    private static final String SENT = """
            package acme;
            public record Order(int id, String name, Color color, Place place) {
                public enum Color { RED, GREEN }
                public record Place(double x) {}
            }
            """;

    record Point(int x, Color color, Inside inside) {}

    record Inside(long number) {}

    enum Color {
        RED;

        static {
            initialized = true;
        }
    }

    private static boolean initialized;

    private static byte[] description(Class<?> type) {
        return RecordForm.of(type).orElseThrow().description();
    }

    @Test
    void findsTheFormOfADescription() {
        RecordForms forms = new RecordForms(LOADER);
        byte[] bytes = description(Point.class);

        RecordForm form = forms.of(bytes.clone());

        assertThat(form).isSameAs(RecordForm.of(Point.class).orElseThrow());
        assertThat(forms.of(bytes)).isSameAs(form);
        assertThat(forms.of(description(Inside.class)).type()).isEqualTo(Inside.class);
        assertThat(forms.of(bytes)).isSameAs(form);
        assertThat(initialized).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int id|long id|the field acme.Order.id of type long of a record, and there the field acme.Order.id of"
                        + " type int of a record",
                "String name|String title|the field acme.Order.title of type java.lang.String of a record, and there"
                        + " the field acme.Order.name of type java.lang.String of a record",
                ", Place place||no further field, and there the field acme.Order.place of type acme.Order$Place of a"
                        + " record",
                "Place place|Place place, int more|the field acme.Order.more of type int of a record, and there no"
                        + " further field",
                "double x|float x|the field acme.Order$Place.x of type float of a record, and there the field"
                        + " acme.Order$Place.x of type double of a record",
                "'RED, GREEN'|'GREEN, RED'|the field acme.Order.color of type acme.Order$Color with the constants"
                        + " GREEN, RED of a record, and there the field acme.Order.color of type acme.Order$Color with"
                        + " the constants RED, GREEN of a record"
            })
    void saysInWhatAClassDiffers(String before, String after, String difference, @TempDir Path directory)
            throws Exception {
        ClassLoader there = compiled(directory.resolve("there"), SENT);
        ClassLoader here = compiled(directory.resolve("here"), SENT.replace(before, after == null ? "" : after));

        assertThatThrownBy(() -> new RecordForms(here).of(description(there.loadClass("acme.Order"))))
                .isInstanceOf(DecodingException.class)
                .hasMessage("class acme.Order is not the same on both sides: here it has " + difference);
    }

    @Test
    void saysThatAClassHasNoFormHere(@TempDir Path directory) throws Exception {
        ClassLoader there = compiled(directory.resolve("there"), SENT);
        ClassLoader here = compiled(directory.resolve("here"), SENT.replace("int id", "Object id"));

        assertThatThrownBy(() -> new RecordForms(here).of(description(there.loadClass("acme.Order"))))
                .isInstanceOf(DecodingException.class)
                .hasMessage("class acme.Order is not the same on both sides: here it has the field acme.Order.id of"
                        + " type java.lang.Object of a record, and there none such");
    }

    private static ClassLoader compiled(Path directory, String source) throws Exception {
        Path file = Files.createDirectories(directory).resolve("Order.java");
        Files.writeString(file, source);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, System.out, System.err, "-d", directory + "", file + ""))
                .isZero();
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, LOADER);
    }

    @Test
    void saysThatAClassIsMissing() {
        byte[] missing = "acme.Missing\nrecord\tacme.Missing.x\tint\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new RecordForms(LOADER).of(missing))
                .isInstanceOf(DecodingException.class)
                .hasMessage("class acme.Missing is missing: the class path of this JVM lacks it")
                .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }

    record Asked(Dangerous dangerous) {}

    enum Dangerous {
        ONE;

        static {
            System.setProperty("dangerous", "initialized");
        }
    }

    @Test
    void asksForEachClassBeforeItIsInitialized() {
        String inside = Inside.class.getName();
        String asked = Asked.class.getName();

        for (Set<String> allowed : List.of(Set.<String>of(), Set.of(inside))) {
            Codecs codecs = new Codecs(LOADER, 1 << 20, Optional.of(allowed));
            byte[] bytes = (asked + "\nrecord\t" + asked + ".dangerous\t" + asked + "\tONE\n")
                    .getBytes(StandardCharsets.UTF_8);

            assertThatThrownBy(() -> codecs.recordForms().of(bytes))
                    .isInstanceOf(DecodingException.class)
                    .hasMessageContaining("class " + asked + " is not among the classes that are allowed here");
        }
        Codecs codecs = new Codecs(LOADER, 1 << 20, Optional.of(Set.of(asked)));
        byte[] bytes = (asked + "\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> codecs.recordForms().of(bytes))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(
                        "class " + Dangerous.class.getName() + " is not among the classes that are allowed here");
        assertThat(System.getProperty("dangerous")).isNull();
    }

    @Test
    void refusesBytesThatAreNoDescription() {
        Random random = new Random(25);
        byte[] good = description(Point.class);
        RecordForms forms = new RecordForms(LOADER);

        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = good.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> forms.of(bytes)).isInstanceOf(DecodingException.class);
        }
        for (String text : List.of("", "\n", "int", "[I", "java.lang.String", "a/b", "java/lang/String", "\u0000")) {
            assertThatThrownBy(() -> forms.of(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(DecodingException.class);
        }
    }
}
