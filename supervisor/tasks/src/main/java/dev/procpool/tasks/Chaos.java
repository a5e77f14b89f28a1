package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Makes a worker misbehave, as tasks do that a pool of processes is there for. */
final class Chaos implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;
    private static final int BLOCK = 1 << 20;

    @Override
    public String apply(String item) throws Exception {
        String[] parts = item.strip().split(":", 2);
        switch (parts[0]) {
            case "ok" -> {
                return "ok";
            }
            case "throw" -> throw new IllegalStateException("thrown as asked");
            case "exit" -> System.exit(number(item, parts));
            case "halt" -> Runtime.getRuntime().halt(number(item, parts));
            case "spin" -> spin();
            case "oom" -> fillHeap();
            case "stack" -> overflow(0);
            case "segv" -> writeToAddressZero();
            default ->
                throw new UnusableItemException(
                        "'" + item + "' is none of ok, throw, exit:N, halt:N, spin, oom, stack, segv", null);
        }
        return "survived " + item;
    }

    private static int number(String item, String[] parts) {
        try {
            return Integer.parseInt(parts.length == 2 ? parts[1] : "");
        } catch (NumberFormatException e) {
            throw new UnusableItemException(
                    "'" + OneLine.briefly(item) + "' needs an exit code, such as " + parts[0] + ":7", e);
        }
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static void fillHeap() {
        List<byte[]> blocks = new ArrayList<>();
        while (true) {
            blocks.add(new byte[BLOCK]);
        }
    }

    private static long overflow(long depth) {
        return overflow(depth + 1) + 1;
    }

    private static void writeToAddressZero() throws ReflectiveOperationException {
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        Field field = unsafeClass.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Method put = unsafeClass.getMethod("putAddress", long.class, long.class);
        put.invoke(field.get(null), 0L, 0L);
    }
}
