package dev.procpool.protocol.bench;

import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A frame of chunks built, and read. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {

    private static final int ITEM_BYTES = 4;

    @Param({"1", "100"})
    private int chunks;

    private final FrameWriter writer = new FrameWriter();
    private final FrameReader reader = new FrameReader("the benchmark");
    private Command chunk;

    /** Makes a chunk of one item. */
    @Setup
    public void makeChunk() {
        chunk = new Command.RunChunk(1, 1, 1, Command.Commit.BATCHED, ItemLayout.SIZED, Slice.of(new byte[ITEM_BYTES]));
    }

    /** As before each send. */
    @Benchmark
    public Slice write() {
        writer.begin();
        for (int i = 0; i < chunks; i++) {
            writer.add(chunk);
        }
        return writer.pieces().get(0);
    }

    /** As before each send and after each receive: a reader takes each frame once only. */
    @Benchmark
    public void writeAndRead(Blackhole hole) {
        reader.begin(Frame.of(write()));
        while (reader.hasNext()) {
            hole.consume(reader.nextCommand());
        }
    }
}
