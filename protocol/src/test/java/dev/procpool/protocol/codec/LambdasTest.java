package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class LambdasTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(LambdasTest.class.getClassLoader(), LIMIT);

    record Point(int x, List<String> names) {}

    private static int twice(int x) {
        return 2 * x;
    }

    private record Adder(int by) {
        int add(int x) {
            return x + by;
        }
    }

    @Test
    void lambdasAndMethodReferencesOfEveryKindTravel() throws Exception {
        int captured = 5;
        Optional<Point> notSerializable = Optional.of(new Point(2, List.of()));
        TaskFunction<Integer, Integer> capturing =
                x -> x + captured + notSerializable.get().x();
        TaskFunction<Integer, Integer> staticReference = LambdasTest::twice;
        TaskFunction<Integer, Integer> bound = new Adder(3)::add;
        TaskFunction<String, Integer> unbound = String::length;
        Task<List<String>> constructor = ArrayList::new;
        assertThat(copy(capturing).apply(1)).isEqualTo(8);
        assertThat(copy(staticReference).apply(4)).isEqualTo(8);
        assertThat(copy(bound).apply(4)).isEqualTo(7);
        assertThat(copy(unbound).apply("four")).isEqualTo(4);
        assertThat(copy(constructor).call()).isEmpty();
        assertThat(copy(Map.Entry.<String, Integer>comparingByKey()).compare(Map.entry("a", 1), Map.entry("b", 0)))
                .isNegative();
        assertThat(copy(new TreeMap<>(Comparator.<Integer>reverseOrder())).comparator())
                .isNotNull();
        assertThat(copy(anonymous(captured)).call()).isEqualTo("anonymous 5");
    }

    private static Task<String> anonymous(int captured) {
        return new Task<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String call() {
                return "anonymous " + captured;
            }
        };
    }

    static class Job {
        int factor = 3;
        final TaskFunction<Integer, Integer> reference = this::times;
        final TaskFunction<Integer, Integer> lambda = x -> x * this.factor;
        final Object[] all = {lambda, reference, this};

        int times(int x) {
            return x * factor;
        }
    }

    @Test
    void aLambdaInAFieldOfTheObjectThatItCapturesTravels() throws Exception {
        Job job = new Job();

        TaskFunction<Integer, Integer> reference = copy(job.reference);
        TaskFunction<Integer, Integer> lambda = copy(job.lambda);
        Object[] both = copy(new Object[] {job.lambda, job, job.reference, job.lambda, "last", job});

        assertThat(reference.apply(2)).isEqualTo(6);
        assertThat(lambda.apply(2)).isEqualTo(6);
        Job arrived = (Job) both[1];
        assertThat(both[5]).isSameAs(arrived);
        assertThat(both[4]).isEqualTo("last");
        assertThat(arrived.all[2]).isSameAs(arrived);
        arrived.factor = 5;
        assertThat(arrived.lambda.apply(2)).isEqualTo(10);
        assertThat(arrived.reference.apply(2)).isEqualTo(10);
        assertThat(LambdasTest.<TaskFunction<Integer, Integer>>at(both, 3).apply(2))
                .isEqualTo(10);
    }

    @SuppressWarnings("unchecked")
    private static <T> T at(Object[] array, int index) {
        return (T) array[index];
    }

    record Two(Object[] holder) {
        int own() {
            return holder.length;
        }
    }

    @Test
    void aRecordThatALambdaInItCapturesIsRefused() {
        Two two = new Two(new Object[1]);
        Task<Integer> task = two::own;
        two.holder[0] = task;

        assertThatThrownBy(() -> copy(task))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("it contains itself");
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }
}
