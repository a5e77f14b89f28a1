package dev.procpool.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.Define;
import dev.procpool.protocol.message.Command.Forget;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Command.SayHello;
import dev.procpool.protocol.message.Command.Stop;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {

    private final FrameWriter writer = new FrameWriter();
    private final FrameReader reader = new FrameReader("the test");

    private Frame frame(Command... commands) {
        writer.begin();
        for (Command command : commands) {
            writer.add(command);
        }
        return written();
    }

    private Frame written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Slice piece : writer.pieces()) {
            bytes.write(piece.array(), piece.offset(), piece.length());
        }
        assertThat(bytes.size()).isEqualTo(writer.size());
        return Frame.of(Slice.of(bytes.toByteArray()));
    }

    @Test
    void recordsHaveTheDescriptionOfTheirClassBeforeThem() {
        byte[] form = {1, 2, 3};
        for (int length : new int[] {0, 5, 100_000}) {
            Slice items = Slice.of(new byte[length]);
            reader.begin(frame(
                    new RunChunk(1, 8, 1, Commit.BATCHED, ItemLayout.RECORDS, form, items),
                    new RunChunk(2, 8, 1, Commit.BATCHED, ItemLayout.RECORDS, form, items)));

            RunChunk first = (RunChunk) reader.nextCommand();
            RunChunk second = (RunChunk) reader.nextCommand();

            assertThat(first.form()).isEqualTo(form).isSameAs(second.form());
            assertThat(second.items().length()).isEqualTo(length);
        }
        writer.begin();
        writer.add(new ItemsDone(9, 3, 987654321L, 1234, 56, ItemLayout.RECORDS, form, Slice.of(new byte[4])));
        reader.begin(written());
        ItemsDone done = (ItemsDone) reader.nextEvent();
        assertThat(done.form()).isEqualTo(form);
        assertThat(done.results().length()).isEqualTo(4);
    }

    @Test
    void commandsAndEventsArriveAsTheyWereSent() {
        Slice items = Slice.of(new byte[] {1, 42, 0});
        reader.begin(frame(
                new Define(7, new byte[] {1, 2}),
                new RunChunk(1L << 40, 7, 2, Commit.PER_ITEM, ItemLayout.SIZED, items),
                new Forget(7),
                new SayHello(),
                new Stop()));

        assertThat(((Define) reader.nextCommand()).payload()).containsExactly(1, 2);
        RunChunk run = (RunChunk) reader.nextCommand();
        assertThat(run.firstOrdinal()).isEqualTo(1L << 40);
        assertThat(run.commit()).isEqualTo(Commit.PER_ITEM);
        assertThat(run.items().toByteArray()).containsExactly(1, 42, 0);
        assertThat(reader.nextCommand()).isEqualTo(new Forget(7));
        assertThat(reader.nextCommand()).isEqualTo(new SayHello());
        assertThat(reader.nextCommand()).isEqualTo(new Stop());
        assertThat(reader.hasNext()).isFalse();

        writer.begin();
        writer.add(new Hello(1, 4711, -5));
        writer.add(new ItemsDone(9, 3, 987654321L, 1234, 56, ItemLayout.INTS, items));
        reader.begin(written());
        assertThat(reader.nextEvent()).isEqualTo(new Hello(1, 4711, -5));
        ItemsDone done = (ItemsDone) reader.nextEvent();
        assertThat(done.runNanos()).isEqualTo(1234);
        assertThat(done.queuedNanos()).isEqualTo(56);
        assertThat(done.results().toByteArray()).containsExactly(1, 42, 0);
    }

    @Test
    void largePayloadsAreReferredToAndArriveBetweenTheOthers() {
        byte[] large = new byte[100_000];
        new Random(1).nextBytes(large);
        Slice items = new Slice(large, 10_000, 80_000);
        reader.begin(frame(
                new Forget(7),
                new RunChunk(5, 8, 1, Commit.BATCHED, ItemLayout.SIZED, items),
                new Define(9, large),
                new Define(10, new byte[2000]),
                new Stop()));

        assertThat(writer.pieces()).extracting(Slice::array).contains(large);
        assertThat(reader.nextCommand()).isEqualTo(new Forget(7));
        assertThat(((RunChunk) reader.nextCommand()).items().toByteArray()).isEqualTo(items.toByteArray());
        assertThat(((Define) reader.nextCommand()).payload()).isEqualTo(large);
        assertThat(((Define) reader.nextCommand()).payload()).isEqualTo(new byte[2000]);
        assertThat(reader.nextCommand()).isEqualTo(new Stop());
        assertThat(reader.hasNext()).isFalse();

        writer.trim();
        reader.begin(frame(new Stop()));
        assertThat(reader.nextCommand()).as("after trimming").isEqualTo(new Stop());
    }

    /** A tail that notes how it was read. */
    private static final class Tail implements Frame.Tail {

        private final byte[] bytes;
        private Boolean own;

        private Tail(int length) {
            bytes = new byte[length];
            new Random(length).nextBytes(bytes);
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public Slice read(boolean wantsOwn) {
            own = wantsOwn;
            return Slice.of(bytes);
        }
    }

    /** All of the frame that was written, but its last bytes. */
    private Frame withTail(Tail tail) {
        byte[] all = written().toByteArray();
        return new Frame(new Slice(all, 0, all.length - tail.length()), tail);
    }

    @Test
    void theLastPayloadMayLieElsewhere() {
        Tail array = new Tail(50_000);
        writer.begin();
        writer.add(new Forget(7));
        writer.add(new RunChunk(1, 8, 1, Commit.BATCHED, ItemLayout.BYTES, Slice.of(array.bytes)));
        assertThat(writer.pieces()).hasSize(2);
        reader.begin(withTail(array));
        assertThat(reader.nextCommand()).isEqualTo(new Forget(7));
        assertThat(reader.hasNext()).isTrue();
        assertThat(((RunChunk) reader.nextCommand()).items().array()).isSameAs(array.bytes);
        assertThat(array.own).as("it becomes the item").isTrue();
        assertThat(reader.hasNext()).isFalse();

        Tail items = new Tail(50_000);
        writer.begin();
        writer.add(new RunChunk(2, 8, 1, Commit.BATCHED, ItemLayout.SIZED, Slice.of(items.bytes)));
        reader.begin(withTail(items));
        assertThat(((RunChunk) reader.nextCommand()).items().toByteArray()).isEqualTo(items.bytes);
        assertThat(items.own).isFalse();

        Tail results = new Tail(50_000);
        writer.begin();
        writer.add(new ItemsDone(1, 1, 987654321L, 5, 0, ItemLayout.BYTES, Slice.of(results.bytes)));
        reader.begin(withTail(results));
        assertThat(((ItemsDone) reader.nextEvent()).results().array()).isSameAs(results.bytes);
        assertThat(results.own).isTrue();
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void aTailThatDoesNotFitIsNoticed() {
        for (int tail : new int[] {1, 49_999, 50_001}) {
            FrameWriter sending = new FrameWriter();
            sending.begin();
            sending.add(new RunChunk(1, 8, 1, Commit.BATCHED, ItemLayout.BYTES, Slice.of(new byte[50_000])));
            Slice head = sending.pieces().get(0);
            FrameReader fresh = new FrameReader("the test");
            fresh.begin(new Frame(head, new Tail(tail)));
            assertThatThrownBy(fresh::nextCommand).isInstanceOf(ProtocolException.class);
        }
        reader.begin(new Frame(frame(new Stop()).head(), new Tail(10)));
        assertThat(reader.nextCommand()).isEqualTo(new Stop());
        assertThatThrownBy(() -> reader.hasNext())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("10 bytes after its last message");
    }

    @Test
    void aGapInTheSequenceIsNoticed() {
        reader.begin(frame(new Stop()));
        frame(new Stop());
        assertThatThrownBy(() -> reader.begin(frame(new Stop())))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("frame 3 where frame 2 was expected");
    }

    @Test
    void aRepeatedFrameIsNoticed() {
        Frame first = frame(new Stop());
        reader.begin(first);
        assertThatThrownBy(() -> reader.begin(first)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void foreignBytesAreNoticed() {
        assertThatThrownBy(() -> reader.begin(Frame.of(Slice.of(new byte[40]))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("foreign bytes");
        assertThatThrownBy(() -> reader.begin(Frame.of(Slice.of(new byte[3])))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anyDamageIsAProtocolExceptionOrAnotherMessageAndNothingElse() {
        byte[] good = frame(new RunChunk(1, 7, 2, Commit.BATCHED, ItemLayout.LONGS, Slice.of(new byte[20])), new Stop())
                .toByteArray();
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            FrameReader fresh = new FrameReader("the test");
            try {
                fresh.begin(Frame.of(Slice.of(damaged)));
                while (fresh.hasNext()) {
                    fresh.nextCommand();
                }
            } catch (ProtocolException e) {
                assertThat(e).hasMessageContaining("the test sent");
            }
        }
    }

    @Test
    void aMessageOfAnUnknownTypeOrOfTheOtherDirectionIsRefused() {
        byte[] stop = frame(new Stop()).toByteArray();
        for (int code = Byte.MIN_VALUE; code <= Byte.MAX_VALUE; code++) {
            stop[MessageFrame.HEADER] = (byte) code;
            FrameReader commands = new FrameReader("the test");
            FrameReader events = new FrameReader("the test");
            commands.begin(Frame.of(Slice.of(stop)));
            events.begin(Frame.of(Slice.of(stop)));

            if (code < 1 || code > 9) {
                assertThatThrownBy(commands::nextCommand).hasMessageContaining("a command of type " + code);
            }
            if (code < 16 || code > 19) {
                assertThatThrownBy(events::nextEvent).hasMessageContaining("an event of type " + code);
            }
        }
    }
}
