package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The objects that a graph refers to more than once. An object that can be made only after its contents (a record, an
 * immutable list) cannot be referred to from within itself: such a reference is refused when it is written, and also
 * when it is read. Kryo alone would read null. A lambda has no identity, and is written once more instead: what it
 * captures is referred to by then, so that ends.
 */
final class References extends MapReferenceResolver {

    private static final int INITIAL_DEPTH = 16;
    private static final int WRITE_ONCE_MORE = -1;

    private Object[] unmade = new Object[INITIAL_DEPTH];
    private int depth;
    private int nextWrittenId;

    /**
     * Objects that are being read and whose class may replace them by others; true if something refers to them
     * already.
     */
    private final Map<Object, Boolean> replaceable = new IdentityHashMap<>();

    private int lastReadId;

    static References of(Kryo kryo) {
        return (References) kryo.getReferenceResolver();
    }

    /** Begins to write an object that the other side makes when {@link #end()} is reached. */
    void begin(Object object) {
        if (depth == unmade.length) {
            unmade = Arrays.copyOf(unmade, 2 * depth);
        }
        unmade[depth++] = object;
    }

    void end() {
        unmade[--depth] = null;
    }

    /** Counts objects itself: an object that is written once more has a second number. */
    @Override
    public int addWrittenObject(Object object) {
        int id = nextWrittenId++;
        writtenObjects.put(object, id);
        return id;
    }

    @Override
    public int getWrittenId(Object object) {
        int id = super.getWrittenId(object);
        if (id >= 0) {
            for (int i = 0; i < depth; i++) {
                if (unmade[i] == object) {
                    if (object.getClass().isHidden()) {
                        return WRITE_ONCE_MORE;
                    }
                    throw new CannotTravel(
                            object.getClass(), "it contains itself, and is made only after all that it contains", null);
                }
            }
        }
        return id;
    }

    /**
     * Lets an object be written in the place of another one: references to either are references to the same object
     * from now on, as in Java serialization.
     *
     * @return false if the replacement is written already, so that a reference to it is to be written
     */
    boolean takesPlaceOf(Object object, Object replacement) {
        if (replacement == object) {
            return true;
        }
        if (getWrittenId(replacement) >= 0) {
            return false;
        }
        writtenObjects.put(replacement, super.getWrittenId(object));
        return true;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int nextReadId(Class type) {
        lastReadId = super.nextReadId(type);
        return lastReadId;
    }

    /** The number of the object that is about to be read. */
    int lastReadId() {
        return lastReadId;
    }

    /** Notes that an object, which is being read, may be replaced. */
    void mayBeReplaced(Object object) {
        replaceable.put(object, false);
    }

    /** Puts what the class of an object has replaced it by, perhaps itself, in its place. */
    void replace(int id, Object object, Object replacement) {
        boolean referred = Boolean.TRUE.equals(replaceable.remove(object));
        if (replacement == object) {
            return;
        }
        if (referred) {
            throw new CannotTravel(
                    object.getClass(), "it contains itself, and its readResolve gives another object", null);
        }
        setReadObject(id, replacement);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object getReadObject(Class type, int id) {
        Object object = super.getReadObject(type, id);
        if (object == null) {
            throw new KryoException("an object refers to a " + type.getTypeName() + " that is not made yet");
        }
        if (!replaceable.isEmpty()) {
            replaceable.computeIfPresent(object, (key, referred) -> true);
        }
        return object;
    }

    @Override
    public void reset() {
        super.reset();
        nextWrittenId = 0;
        while (depth > 0) {
            end(); // only after a failure
        }
        if (!replaceable.isEmpty()) {
            replaceable.clear();
        }
    }
}
