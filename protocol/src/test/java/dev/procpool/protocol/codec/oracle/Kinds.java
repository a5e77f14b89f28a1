package dev.procpool.protocol.codec.oracle;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Classes of a user, one for each way to travel. */
final class Kinds {

    private Kinds() {}

    /** By its fields; not Serializable. */
    static final class Node {
        Object object;
        final List<Object> list;
        final long number;

        Node(Object object, List<Object> list, long number) {
            this.object = object;
            this.list = list;
            this.number = number;
        }
    }

    record Row(Object first, List<Object> more, int number) {}

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static final class OwnForm implements Serializable {
        private static final long serialVersionUID = 1L;
        transient Object kept;
        final Object field;

        OwnForm(Object kept) {
            this.kept = kept;
            this.field = new Object[] {kept, this};
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(5);
            out.defaultWriteObject();
            out.writeUTF("text");
            out.writeObject(kept);
            out.writeObject("not read by the other side");
            out.writeLong(9);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            if (in.readInt() != 5) {
                throw new IOException("not 5");
            }
            in.defaultReadObject();
            in.readUTF();
            kept = in.readObject();
        }
    }

    static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // an Externalizable object writes its fields itself
        private Object kept;

        public External() {}

        External(Object kept) {
            this.kept = kept;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeObject(kept);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
            kept = in.readObject();
        }
    }

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static final class Tagged extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
        final Object tag;

        Tagged(Object tag, Object element) {
            this.tag = tag;
            add(element);
        }
    }

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static final class Price extends TreeMap<String, Object> {
        private static final long serialVersionUID = 1L;
        final Object currency;

        Price(Object currency) {
            this.currency = currency;
            put("amount", currency);
        }
    }

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static final class Resolved implements Serializable {
        private static final long serialVersionUID = 1L;
        final Object kept;

        Resolved(Object kept) {
            this.kept = kept;
        }

        private Object readResolve() {
            return this;
        }
    }

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        final Object detail;

        Failure(Object detail, Throwable cause) {
            super("message", cause);
            this.detail = detail;
        }
    }
}
