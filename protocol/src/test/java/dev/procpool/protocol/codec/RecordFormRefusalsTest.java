package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import dev.procpool.task.TaskFunction;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes whose objects would arrive otherwise, or could refer to themselves, have no record form. */
@Tag("jdk")
class RecordFormRefusalsTest {

    final class Inner {
        int number;

        int all() {
            return number + RecordFormRefusalsTest.this.hashCode();
        }
    }

    static final class WithTransient {
        transient int left;
        int number;
    }

    static class ParentWithTransient {
        transient int left;
    }

    static final class InheritsTransient extends ParentWithTransient {
        int number;
    }

    static final class Replaced implements Serializable {
        private static final long serialVersionUID = 1L;
        int number;

        private Object writeReplace() {
            return "replaced";
        }
    }

    record ReplacedRecord(int number) implements Serializable {
        private Object readResolve() {
            return "resolved";
        }
    }

    static final class Written implements Serializable {
        private static final long serialVersionUID = 1L;
        int number;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        int number;

        @Override
        public void writeExternal(ObjectOutput out) {}

        @Override
        public void readExternal(ObjectInput in) {}
    }

    static final class OfKryo implements KryoSerializable {
        int number;

        @Override
        public void write(Kryo kryo, Output output) {}

        @Override
        public void read(Kryo kryo, Input input) {}
    }

    @DefaultSerializer(DefaultSerializers.VoidSerializer.class)
    static final class WithSerializer {
        int number;
    }

    static final class WithOptionalField {
        @FieldSerializer.Optional("x")
        int number;
    }

    @DefaultSerializer(DefaultSerializers.VoidSerializer.class)
    enum WithSerializerToo {
        A
    }

    record OfEnum(WithSerializerToo constant) {}

    record OfObject(Object any) {}

    record OfTypeVariable<T>(T any) {}

    record OfInterface(Comparable<String> any) {}

    record OfNumber(Number any) {}

    record OfAnyEnum(Enum<?> any) {}

    record OfArray(int[] numbers) {}

    record OfVarargs(String... names) {}

    record OfList(List<String> names) {}

    record OfDuration(Duration time) {}

    record OfBean(ParentWithTransient bean) {}

    record OfIneligible(int number, OfArray nested) {}

    record OfReplaced(ReplacedRecord nested) {}

    record Chain(int number, Chain next) {}

    record Even(Odd odd) {}

    record Odd(Even even) {}

    record Tree3(int a, int b, int c, int d) {}

    record Tree2(Tree3 a, Tree3 b, Tree3 c, Tree3 d) {}

    record TooManyFields(ManyFields many, int one) {}

    record Wide(Tree2 a, Tree2 b, Tree2 c, Tree2 d) {}

    static final class Ring {
        Ring next;
    }

    record Empty() {}

    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    enum Constant {
        A
    }

    @SuppressWarnings("unused")
    record LongName(
            int a____________________________________________________________________________________________,
            Constant b) {}

    static Stream<Class<?>> refused() {
        return Stream.of(
                        Arrays.stream(RecordFormRefusalsTest.class.getDeclaredClasses())
                                .filter(type -> type != Local.class && type != Tree2.class && type != Tree3.class)
                                .filter(type -> type != LongName.class),
                        ofTheJdk(),
                        withoutNames())
                .flatMap(types -> types);
    }

    private static Stream<Class<?>> ofTheJdk() {
        return Stream.of(
                int.class,
                int[].class,
                Object.class,
                Object[].class,
                String.class,
                Integer.class,
                Throwable.class,
                Runnable.class,
                Optional.class,
                Duration.class,
                Thread.class,
                Map.entry(1, 2).getClass(),
                List.of(1).getClass(),
                Class.class);
    }

    private static Stream<Class<?>> withoutNames() {
        TaskFunction<Integer, Integer> lambda = x -> x;
        int captured = lambda.hashCode();
        Object anonymous = new Object() {
            @Override
            public String toString() {
                return "captures " + captured;
            }
        };
        return Stream.of(lambda.getClass(), anonymous.getClass());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void travelsTheUsualWay(Class<?> type) {
        assertThat(RecordForm.of(type)).isEmpty();
    }

    static final class Local {
        private Local() {}

        static Class<?> type() {
            record Point(int x, int y) {}
            return Point.class;
        }

        static Object anonymous() {
            return new Object() {
                int number = 1;
            };
        }
    }

    @Test
    void classesWithoutCapturedVariablesHaveAForm() {
        assertThat(RecordForm.of(Local.type())).isPresent();
        assertThat(RecordForm.of(Local.anonymous().getClass())).isPresent();
        assertThat(RecordForm.of(Tree2.class)).isPresent();
        assertThat(RecordForm.of(LongName.class)).isPresent();
    }
}
