package dev.procpool.protocol.bench;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.PayloadBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** One value encoded, and decoded. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private static final int LIMIT = 64 << 20;

    /** A small value of a class that the codec has to name. */
    public record Reading(int id, double value, String unit) {}

    @Param({"INT", "STRING", "RECORD", "INTS_1000", "RECORDS_1000", "MAP_10", "DOUBLES_100000"})
    private Kind kind;

    /** The kinds of values that are encoded. */
    public enum Kind {
        INT,
        STRING,
        RECORD,
        INTS_1000,
        RECORDS_1000,
        MAP_10,
        DOUBLES_100000;

        private Object value() {
            return switch (this) {
                case INT -> 12_345;
                case STRING -> "the quick brown fox";
                case RECORD -> new Reading(1, 0.5, "mm");
                case INTS_1000 -> IntStream.range(0, 1000).boxed().toList();
                case RECORDS_1000 ->
                    IntStream.range(0, 1000)
                            .mapToObj(i -> new Reading(i, i / 2.0, "mm"))
                            .toList();
                case MAP_10 -> Map.of("a", 1, "b", 2, "c", List.of(3, 4), "d", "five");
                case DOUBLES_100000 -> {
                    double[] doubles = new double[100_000];
                    Arrays.fill(doubles, 0.1);
                    yield doubles;
                }
            };
        }
    }

    private final Codecs codecs = new Codecs(CodecBenchmark.class.getClassLoader(), LIMIT);
    private final PayloadCodec codec = codecs.take();
    private final PayloadBuffer buffer = new PayloadBuffer(1 << 10);
    private Object value;
    private byte[] encoded;

    /** Makes the value and its encoding. */
    @Setup
    public void encodeOnce() {
        value = kind.value();
        encoded = codecs.encode(value);
    }

    /** As for each item that is sent. */
    @Benchmark
    public int encode() {
        buffer.clear();
        codec.encode(value, buffer);
        return buffer.size();
    }

    /** As for each result that arrives. */
    @Benchmark
    public Object decode() {
        return codec.decode(encoded, 0, encoded.length);
    }
}
