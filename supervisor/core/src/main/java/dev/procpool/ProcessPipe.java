package dev.procpool;

import dev.procpool.internal.between.NewPipes;

/**
 * The two ends of a pipe between processes, mirroring Python's {@code multiprocessing.Pipe}. Immutable.
 *
 * <pre>{@code
 * ProcessPipe<String, Integer> pipe = ProcessPipe.open();
 * Connection<Integer, String> there = pipe.second();
 * ChildProcess child = ChildProcess.of(() -> { there.send(there.receive().length()); return null; });
 * child.start();
 * there.close();
 * pipe.first().send("hello");
 * System.out.println(pipe.first().receive());
 * }</pre>
 *
 * <p>Objects are copied, as the items of a {@link ProcessQueue} are. Each direction has room for 64 MiB of encoded
 * objects, in memory that is used when it is needed first. It is freed when both ends are closed: at once if the
 * process that opened the pipe closes the last handle, else about a second later. When that process ends, the pipe ends
 * for all others.
 *
 * @param <A> the type of the objects that go from the first end to the second
 * @param <B> the type of the objects that go from the second end to the first
 */
public record ProcessPipe<A, B>(Connection<A, B> first, Connection<B, A> second) {

    /**
     * Opens a pipe both of whose ends send and receive.
     *
     * @throws PoolException if there is no room for its memory
     */
    public static <A, B> ProcessPipe<A, B> open() {
        return NewPipes.open();
    }

    /**
     * Opens a pipe whose first end receives and whose second end sends, as Python's {@code Pipe(False)}.
     *
     * @throws PoolException if there is no room for its memory
     */
    public static <T> ProcessPipe<Void, T> oneWay() {
        return NewPipes.oneWay();
    }
}
