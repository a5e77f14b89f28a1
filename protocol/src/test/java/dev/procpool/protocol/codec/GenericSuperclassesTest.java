package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.StringSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer.NotNull;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A field is written as it is read, by its erased type, whatever a subclass makes of its type variable. */
@Tag("jdk")
class GenericSuperclassesTest {

    private final Codecs codecs = new Codecs(GenericSuperclassesTest.class.getClassLoader(), 1 << 20);

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }

    enum Color {
        RED,
        GREEN {}
    }

    abstract static class Entity<I> {
        I id;
    }

    static class User extends Entity<Long> {
        String name = "name";
    }

    static class Named extends Entity<String> {}

    static class Colored extends Entity<Color> {}

    static class OfArray extends Entity<int[]> {}

    static class OfEntity extends Entity<Entity<Long>> {}

    static class Open<T> extends Entity<T> {}

    @Test
    void aFieldOfAFinalTypeArgumentArrivesEqual() {
        User withId = new User();
        withId.id = 7L;
        Named named = new Named();
        named.id = "x";
        OfArray ofArray = new OfArray();
        ofArray.id = new int[] {1, 2};

        assertThat(copy(new User()).id).isNull();
        assertThat(copy(withId).id).isEqualTo(7L);
        assertThat(copy(withId).name).isEqualTo("name");
        assertThat(copy(named).id).isEqualTo("x");
        assertThat(copy(ofArray).id).containsExactly(1, 2);
    }

    @Test
    void aFieldOfAnEnumOrAnOpenTypeArgumentArrivesEqual() {
        for (Color color : Color.values()) {
            Colored colored = new Colored();
            colored.id = color;
            assertThat(copy(colored).id).isSameAs(color);
        }
        Open<Object> open = new Open<>();
        open.id = open;
        OfEntity nested = new OfEntity();
        User user = new User();
        user.id = 5L;
        nested.id = user;

        assertThat(copy(open).id).isInstanceOf(Open.class);
        assertThat(copy(nested).id.id).isEqualTo(5L);
    }

    static class Base<T> {
        T[] array;
        List<T> list;
        T[][] grid;
    }

    static class Strings extends Base<String> {}

    static class Objects extends Base<Object> {}

    @Test
    void arraysAndListsOfATypeVariableArriveEqual() {
        Strings strings = new Strings();
        strings.array = new String[] {"a", null};
        strings.list = List.of("b");
        strings.grid = new String[][] {{"c"}, null};
        Objects objects = new Objects();
        objects.array = new Integer[] {1};

        Strings arrived = copy(strings);

        assertThat(arrived.array).isExactlyInstanceOf(String[].class).containsExactly("a", null);
        assertThat(arrived.list).containsExactly("b");
        assertThat(arrived.grid).isDeepEqualTo(strings.grid);
        assertThat(copy(objects).array).isExactlyInstanceOf(Integer[].class).containsExactly(1);
    }

    @Test
    void whatCannotTravelIsRefusedWithItsPath() {
        Open<Object> open = new Open<>();
        open.id = Thread.currentThread();

        assertThatThrownBy(() -> copy(open))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("Open.id")
                .hasMessageContaining("belongs to this JVM");
    }

    static class Annotated extends Entity<String> {
        @NotNull
        String name = "name";

        @FieldSerializer.Bind(serializer = StringSerializer.class, canBeNull = false)
        Object bound = "bound";

        @FieldSerializer.Bind(valueClass = String.class)
        Object typed = "typed";

        @FieldSerializer.Bind(optimizePositive = true)
        int number = -5;
    }

    @Test
    void annotationsOfKryoAreReadAsTheyAreWritten() {
        Annotated annotated = copy(new Annotated());

        assertThat(annotated.name).isEqualTo("name");
        assertThat(annotated.bound).isEqualTo("bound");
        assertThat(annotated.typed).isEqualTo("typed");
        assertThat(annotated.number).isEqualTo(-5);
    }
}
