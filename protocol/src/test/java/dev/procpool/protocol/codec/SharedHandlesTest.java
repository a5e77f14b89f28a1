package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.Shared;
import dev.procpool.task.TaskFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Handles of shared values on their way through the codec of a pool. */
class SharedHandlesTest {

    /** A value that has no access but to itself. */
    private record Value(String get) implements SharedHandle.Access<String> {

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }

    private record Holder(Shared<String> shared, int number) {}

    private static final class WithSerialForm implements Serializable {

        private static final long serialVersionUID = 1L;

        private final Shared<String> shared;

        private WithSerialForm(Shared<String> shared) {
            this.shared = shared;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
        }
    }

    private final Codecs codecs = new Codecs(SharedHandlesTest.class.getClassLoader(), 1 << 20);
    private final SharedHandle<String> sent = new SharedHandle<>(1_000_000, new Value("the original".repeat(1000)));
    private final SharedHandle<String> copy = new SharedHandle<>(1_000_000, new Value("the copy"));
    private final List<SharedHandle<?>> used = new ArrayList<>();

    private byte[] encode(Object value, SharedValues shared) {
        return codecs.encode(value, shared, CodeNotes.NONE);
    }

    private Object roundTrip(Object value) {
        byte[] bytes = encode(value, used::add);
        assertThat(bytes).hasSizeLessThan(1000);
        PayloadCodec codec = codecs.take();
        codec.sharing(new OtherSide());
        try {
            return codec.decode(bytes, 0, bytes.length);
        } finally {
            codecs.release(codec);
        }
    }

    private final class OtherSide implements SharedValues {

        @Override
        public void sending(SharedHandle<?> handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SharedHandle<?> received(long id) {
            assertThat(id).isEqualTo(sent.id());
            return copy;
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aHandleArrivesAsTheHandleOfTheOtherSideWhereverItIs() throws Exception {
        assertThat(roundTrip(sent)).isSameAs(copy);
        assertThat(((Holder) roundTrip(new Holder(sent, 1))).shared()).isSameAs(copy);
        assertThat(((WithSerialForm) roundTrip(new WithSerialForm(sent))).shared)
                .isSameAs(copy);
        assertThat((Map<String, Object>) roundTrip(Map.of("model", sent))).containsValue(copy);
        assertThat((List<Object>) roundTrip(List.of(sent, sent))).containsExactly(copy, copy);
        Shared<String> captured = sent;
        TaskFunction<Integer, String> capturing = x -> captured.get() + x;
        assertThat(((TaskFunction<Integer, String>) roundTrip(capturing)).apply(1))
                .isEqualTo("the copy1");
        assertThat(used).hasSize(6).allMatch(handle -> handle == sent);
    }

    @Test
    void aHandleIsRefusedWhereThereAreNoSharedValues() {
        assertThatThrownBy(() -> codecs.encode(new Holder(sent, 1)))
                .isInstanceOf(EncodingException.class)
                .hasMessage("cannot encode Holder.shared (dev.procpool.task.Shared): " + SharedValues.ELSEWHERE);
        byte[] bytes = encode(sent, used::add);
        assertThatThrownBy(() -> codecs.decode(bytes))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(SharedValues.ELSEWHERE);
    }

    @Test
    void aCodecThatWasReleasedKnowsNoSharedValues() {
        PayloadCodec codec = codecs.take();
        codec.sharing(used::add);
        codecs.release(codec);

        PayloadCodec again = codecs.take();
        assertThat(again).isSameAs(codec);
        assertThatThrownBy(() -> again.encode(sent, new PayloadBuffer(100))).isInstanceOf(EncodingException.class);
        assertThat(used).isEmpty();
    }

    @Test
    void aCodecThatFailedStillKnowsItsSharedValues() {
        PayloadCodec codec = codecs.take();
        codec.sharing(used::add);
        PayloadBuffer out = new PayloadBuffer(100);

        assertThatThrownBy(() -> codec.decode(new byte[] {9, 9, 9}, 0, 3)).isInstanceOf(DecodingException.class);
        codec.encode(sent, out);

        assertThat(used).containsExactly(sent);
        codecs.release(codec);
    }

    @Test
    void javasOwnSerializationRefusesAHandle() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(sent))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining(SharedValues.ELSEWHERE);
        }
    }

    @Test
    void theEncodingOfAValueHasTheNameOfItsClass() {
        PayloadCodec codec = codecs.take();
        byte[] encoded = SharedEncoding.encode(List.of("a", "b"), codec);

        assertThat(SharedEncoding.className(encoded))
                .isEqualTo(List.of("a", "b").getClass().getTypeName());
        assertThat(SharedEncoding.decode(encoded, codec)).isEqualTo(List.of("a", "b"));
        codecs.release(codec);
    }
}
