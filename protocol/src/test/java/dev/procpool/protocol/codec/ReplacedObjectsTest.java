package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** References to an object become references to the one that its {@code readResolve} gives. */
@Tag("jdk")
class ReplacedObjectsTest {

    private final Codecs codecs = new Codecs(ReplacedObjectsTest.class.getClassLoader(), 1 << 20);

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }

    static class Holder implements Serializable {
        private static final long serialVersionUID = 1L;
        Node node;
        Other other;
    }

    static class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Node CANON = new Node();
        Holder holder = new Holder();
        boolean canonical;

        private Object readResolve() {
            return canonical ? CANON : this;
        }
    }

    public static final class Other implements Externalizable {
        private static final long serialVersionUID = 1L;
        static final Other CANON = new Other();

        @SuppressWarnings("serial") // an Externalizable object writes its fields itself
        private Object kept;

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeObject(kept);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
            kept = in.readObject();
        }

        private Object readResolve() {
            return CANON;
        }
    }

    static class Interned implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Interned ONE = new Interned();
        Interned one = ONE;

        private Object writeReplace() {
            return ONE;
        }
    }

    @Test
    void objectsThatOneObjectOfTheirClassReplacesArriveAsOne() {
        Interned.ONE.one = Interned.ONE;

        Interned[] arrived = copy(new Interned[] {new Interned(), new Interned(), Interned.ONE});

        assertThat(arrived[1]).isSameAs(arrived[0]);
        assertThat(arrived[2]).isSameAs(arrived[0]);
        assertThat(arrived[0].one).isSameAs(arrived[0]);
    }

    @Test
    void anObjectThatIsReplacedAndRefersToItselfIsRefused() {
        Node node = new Node();
        node.canonical = true;
        node.holder.node = node;
        Other other = new Other();
        other.kept = new Object[] {other};

        for (Object value : new Object[] {node, other, new Object[] {"x", node}}) {
            assertThatThrownBy(() -> copy(value))
                    .isInstanceOf(DecodingException.class)
                    .hasMessageContaining("it contains itself, and its readResolve gives another object");
        }
    }

    @Test
    void anObjectThatIsReplacedByItselfMayReferToItself() {
        Node node = new Node();
        node.holder.node = node;

        assertThat(copy(node))
                .satisfies(arrived -> assertThat(arrived.holder.node).isSameAs(arrived));
    }

    @Test
    void allReferencesToAReplacedObjectAreToItsReplacement() {
        Node node = new Node();
        node.canonical = true;
        Other other = new Other();
        node.holder.other = other;

        Object[] arrived = copy(new Object[] {node, node, other, node.holder});

        assertThat(arrived[0]).isSameAs(Node.CANON).isSameAs(arrived[1]);
        assertThat(arrived[2]).isSameAs(Other.CANON).isSameAs(((Holder) arrived[3]).other);
    }
}
