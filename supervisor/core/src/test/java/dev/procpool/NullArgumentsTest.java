package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Null where an argument has to be fails at once, with the name of the parameter, in each method there is. */
class NullArgumentsTest {

    private static final Map<Class<?>, Object> VALUES = Map.of(
            Task.class, (Task<Integer>) () -> 1,
            Callable.class, (Callable<Integer>) () -> 1,
            Runnable.class, (Runnable) () -> {},
            TaskFunction.class, (TaskFunction<Integer, Integer>) x -> x,
            TaskBiFunction.class, (TaskBiFunction<Integer, Integer, Integer>) (x, y) -> x,
            Collection.class, List.of((Callable<Integer>) () -> 1),
            TaskOptions.class, TaskOptions.defaults(),
            Duration.class, Duration.ofSeconds(1),
            TimeUnit.class, TimeUnit.SECONDS);

    private final Pool pool = Pool.ofThreads(1);

    @AfterEach
    void close() {
        pool.close();
    }

    @TestFactory
    Stream<DynamicTest> eachMethodOfAPoolRefusesNull() {
        return Stream.concat(refusals(Pool.class, pool), refusals(Tasks.class, pool.with(TaskOptions.defaults())));
    }

    @TestFactory
    Stream<DynamicTest> eachMethodOfAnExecutorRefusesNull() {
        return refusals(PoolExecutorService.class, pool.asExecutorService());
    }

    private static Stream<DynamicTest> refusals(Class<?> type, Object object) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .flatMap(method -> IntStream.range(0, method.getParameterCount())
                        .filter(i -> isNeeded(method.getParameterTypes()[i]))
                        .mapToObj(i -> dynamicTest(
                                type.getSimpleName() + "." + method.getName()
                                        + Arrays.toString(method.getParameterTypes()) + " " + i,
                                () -> assertRefuses(object, method, i))));
    }

    /** Arguments of tasks, and results, may be null. */
    private static boolean isNeeded(Class<?> type) {
        return type != Object.class && !type.isPrimitive();
    }

    private static void assertRefuses(Object object, Method method, int nullAt) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> value(method, type))
                .toArray();
        arguments[nullAt] = null;

        Throwable thrown = catchThrowable(() -> method.invoke(object, arguments));

        assertThat(thrown).isInstanceOf(InvocationTargetException.class);
        assertThat(thrown.getCause())
                .isInstanceOf(NullPointerException.class)
                .hasMessage(name(method, method.getParameterTypes()[nullAt]));
    }

    private static Object value(Method method, Class<?> type) {
        if (type == Iterable.class) {
            return method.getName().startsWith("starmap") ? List.of(Map.entry(1, 2)) : List.of(1);
        }
        return type == Object.class ? (Object) 1 : type == long.class ? (Object) 1L : VALUES.getOrDefault(type, 1);
    }

    private static String name(Method method, Class<?> type) {
        if (type == Iterable.class) {
            return method.getName().startsWith("starmap") ? "pairs" : "items";
        }
        if (type == TaskFunction.class || type == TaskBiFunction.class) {
            return "function";
        }
        return Map.of(
                        TaskOptions.class, "options",
                        Duration.class, "timeout",
                        TimeUnit.class, "unit",
                        Collection.class, "tasks")
                .getOrDefault(type, method.getName().equals("execute") ? "command" : "task");
    }
}
