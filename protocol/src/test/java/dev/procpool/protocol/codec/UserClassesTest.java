package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Classes whose state is not only in the fields that Java serialization sends. */
@Tag("jdk")
class UserClassesTest {

    private final Codecs codecs = new Codecs(UserClassesTest.class.getClassLoader(), 1 << 20);

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }

    static class Grandparent {
        private Object self = this;
        private int number;
    }

    static class Parent extends Grandparent {
        protected final List<String> names = new ArrayList<>();
        private transient int made = 1;
    }

    static class Resolving extends Parent implements Serializable {
        private static final long serialVersionUID = 1L;
        int own;

        private Object readResolve() {
            return this;
        }
    }

    static class Writing extends Parent implements Serializable {
        private static final long serialVersionUID = 1L;
        int own;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    @Test
    void aParentThatIsNotSerializableKeepsItsFields() {
        Resolving resolving = new Resolving();
        Writing writing = new Writing();
        ((Grandparent) resolving).number = 3;
        ((Grandparent) resolving).self = "self";
        resolving.names.add("a");
        resolving.own = 5;
        ((Grandparent) writing).number = 4;
        writing.names.add("b");

        Resolving first = copy(resolving);
        Writing second = copy(writing);

        assertThat(((Grandparent) first).number).isEqualTo(3);
        assertThat(((Grandparent) first).self).isEqualTo("self");
        assertThat(first.names).containsExactly("a");
        assertThat(first.own).isEqualTo(5);
        assertThat(((Parent) first).made).isEqualTo(1);
        assertThat(((Grandparent) second).number).isEqualTo(4);
        assertThat(((Grandparent) second).self).isSameAs(second);
        assertThat(second.names).containsExactly("b");
    }

    static class LazyList extends AbstractList<Integer> {
        transient List<Integer> inner = new ArrayList<>();

        @Override
        public Integer get(int index) {
            return inner.get(index);
        }

        @Override
        public int size() {
            return inner.size();
        }
    }

    static class LazyMap extends AbstractMap<String, Integer> {
        transient Map<String, Integer> inner = new HashMap<>();

        @Override
        public Set<Entry<String, Integer>> entrySet() {
            return inner.entrySet();
        }
    }

    static class NamedLazyMap extends LazyMap {
        String name = "name";
    }

    @Test
    void aCollectionThatIsNotSerializableAndHasTransientFieldsIsRefused() {
        for (Object value : List.of(new LazyList(), new LazyMap(), new NamedLazyMap())) {
            assertThatThrownBy(() -> copy(value))
                    .isInstanceOf(EncodingException.class)
                    .hasMessageContaining("it is a collection whose field Lazy")
                    .hasMessageContaining(".inner is transient");
        }
    }

    static class OfKryo implements KryoSerializable {
        transient int kept = 5;

        @Override
        public void write(Kryo kryo, Output output) {
            output.writeInt(kept);
        }

        @Override
        public void read(Kryo kryo, Input input) {
            kept = input.readInt();
        }
    }

    @DefaultSerializer(TwiceSerializer.class)
    static class Twice {
        transient int kept;
    }

    public static final class TwiceSerializer extends Serializer<Twice> {
        @Override
        public void write(Kryo kryo, Output output, Twice object) {
            output.writeInt(2 * object.kept);
        }

        @Override
        public Twice read(Kryo kryo, Input input, Class<? extends Twice> type) {
            Twice twice = new Twice();
            twice.kept = input.readInt() / 2;
            return twice;
        }
    }

    @Test
    void aClassThatNamesItsSerializerOfKryoTravelsByIt() {
        OfKryo ofKryo = new OfKryo();
        ofKryo.kept = 9;
        Twice twice = new Twice();
        twice.kept = 4;

        Object[] arrived = copy(new Object[] {ofKryo, twice, ofKryo, twice});

        assertThat(((OfKryo) arrived[0]).kept).isEqualTo(9);
        assertThat(((Twice) arrived[1]).kept).isEqualTo(4);
        assertThat(arrived[2]).isSameAs(arrived[0]);
        assertThat(arrived[3]).isSameAs(arrived[1]);
    }
}
