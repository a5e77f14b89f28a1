package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class CodecsTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(CodecsTest.class.getClassLoader(), LIMIT);

    record Point(int x, List<String> names) {}

    static class Plain {
        int a = 1;
        String b = "b";
        Plain next;

        @Override
        public boolean equals(Object o) {
            return o instanceof Plain p && p.a == a && p.b.equals(b);
        }

        @Override
        public int hashCode() {
            return a;
        }
    }

    @Test
    void anyBytesAreAValueOrADecodingException() {
        Random random = new Random(7);
        byte[] good = codecs.encode(List.of(new Point(1, List.of("a")), "text", Map.of("k", 2), new Plain()));
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = good.clone();
            for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                codecs.decode(damaged);
            } catch (DecodingException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(copy("still works")).isEqualTo("still works");
    }

    @Test
    void aMissingClassIsNamed() {
        byte[] encoded = codecs.encode(new Plain());
        String name = Plain.class.getName();
        encoded[new String(encoded, StandardCharsets.ISO_8859_1).indexOf("$Plai") + 1] = 'Q';
        assertThatThrownBy(() -> codecs.decode(encoded))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(name.replace("$P", "$Q"))
                .hasMessageContaining("class path");
    }

    private static Codecs reentrant;

    static class Reentrant implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(reentrant.decode(reentrant.encode("inner")));
        }
    }

    @Test
    void aBuildOfTheSameUpdateOfTheJdkIsTheSameJdk() {
        assertThat(CodecKryo.jdk(Runtime.Version.parse("17.0.15+6-LTS"))).isEqualTo("17.0.15");
        assertThat(CodecKryo.jdk(Runtime.Version.parse("17.0.15.0.1+9-Debian-1")))
                .isEqualTo("17.0.15");
        assertThat(CodecKryo.jdk(Runtime.Version.parse("25+36"))).isEqualTo("25.0.0");
    }

    @Test
    void encodingMayEncode() {
        reentrant = codecs;
        assertThat(codecs.decode(codecs.encode(new Reentrant()))).isInstanceOf(Reentrant.class);
    }

    @Test
    void nothingIsRetained() {
        Plain value = new Plain();
        WeakReference<Plain> reference = new WeakReference<>(value);
        codecs.encode(List.of(value));
        value = null;
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }
}
