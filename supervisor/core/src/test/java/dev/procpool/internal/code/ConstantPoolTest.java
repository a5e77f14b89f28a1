package dev.procpool.internal.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ConstantPoolTest {

    private record Generic(Map<String, Nested[]> fields) {}

    private record Nested(long number, double other) {}

    /** Has each kind of constant. */
    private static final class Names {

        private final List<Generic> list = List.of();

        Object call(StringBuilder builder) {
            TaskFunction<Integer, Nested> function = x -> new Nested(1L << 40, 0.5);
            Supplier<Object> reference = Names::new;
            return list.isEmpty() ? function : reference.get();
        }
    }

    @Test
    void namesClassesOfReferencesDescriptorsAndGenericArguments() {
        assertThat(ConstantPool.classNames(Closures.file(Names.class)))
                .contains(
                        Generic.class.getName(),
                        Nested.class.getName(),
                        StringBuilder.class.getName(),
                        TaskFunction.class.getName(),
                        Supplier.class.getName())
                .noneMatch(name -> name.contains("/") || name.startsWith("["));
        assertThat(ConstantPool.classNames(Closures.file(Generic.class)))
                .contains(Map.class.getName(), Nested.class.getName());
    }

    @Test
    void refusesBytesThatAreNoClassFile() {
        byte[] file = Closures.file(Names.class);

        assertThatThrownBy(() -> ConstantPool.classNames("no class file".getBytes()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConstantPool.classNames(java.util.Arrays.copyOf(file, 100)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
