package dev.procpool.internal.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.Pool;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.backend.SharedValue;
import dev.procpool.internal.engine.FakeWorkers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.message.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When workers are sent shared values, and told to forget them. */
class SharedDispatchTest {

    private static final int MAX_FRAME_BYTES = 1 << 20;
    private static final int MODEL_BYTES = 900_000;
    private static final long MODEL = 100_000;
    private static final long NANOS = 10_000_000;

    @TempDir
    Path directory;

    private final SharedHandle<String> model =
            new SharedHandle<>(MODEL, new SharedValue<>("a model", new byte[MODEL_BYTES], () -> {}));

    private FakeWorkers workers;

    @BeforeEach
    void start() throws Exception {
        workers = new FakeWorkers(Pool.builder().processes(2).build(), directory);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private EncodedFunction functionWithModel() {
        EncodedFunction plain = workers.function();
        return new EncodedFunction(
                plain.id(), plain.name(), plain.encoded(), null, false, List.of(model), null, List.of());
    }

    /** The content of the queue of a worker. */
    private record Sent(List<Command> commands, long bytes) {

        private List<Object> definitions() {
            List<Object> all = new ArrayList<>();
            for (Command command : commands) {
                if (command instanceof Command.Define define) {
                    all.add("define " + define.id());
                } else if (command instanceof Command.Forget forget) {
                    all.add("forget " + forget.id());
                }
            }
            return all;
        }
    }

    private Sent sent(Worker worker) {
        Path queue = directory.resolve("commands-" + worker.id + "-" + worker.incarnation);
        List<Command> commands = new ArrayList<>();
        long bytes = 0;
        FrameReader reader = new FrameReader("the supervisor");
        try (Receiver receiver = QueueChannel.openReceiver(queue, MAX_FRAME_BYTES)) {
            for (Optional<Frame> next; (next = receiver.poll()).isPresent(); ) {
                byte[] frame = next.get().toByteArray();
                bytes += frame.length;
                reader.begin(Frame.of(Slice.of(frame)));
                while (reader.hasNext()) {
                    commands.add(reader.nextCommand());
                }
            }
        }
        return new Sent(commands, bytes);
    }

    @Test
    void aThousandCallsSendAValueOnceToEachWorkerThatRunsOne() {
        for (int i = 0; i < 1000; i++) {
            workers.submit(functionWithModel(), 1);
            workers.all().forEach(worker -> workers.finish(worker, NANOS));
        }

        Sent first = sent(workers.get(1));
        Sent second = sent(workers.get(2));
        assertThat(first.definitions()).containsOnlyOnce("define " + MODEL);
        assertThat(second.definitions()).containsOnlyOnce("define " + MODEL);
        assertThat(first.bytes() + second.bytes())
                .as("the model twice, and a hundred bytes for each call")
                .isBetween(2L * MODEL_BYTES, 2L * MODEL_BYTES + 1000 * 100);
    }

    @Test
    void aWorkerThatStartsLaterGetsAValueWithTheFirstItemThatNeedsIt() throws Exception {
        workers.submit(functionWithModel(), 2);
        workers.room().sizing.resize(3);
        Worker late = workers.get(3);
        workers.makeReady(late);
        EncodedFunction plain = workers.function();
        workers.submit(plain, 1);
        workers.finish(late, NANOS);
        EncodedFunction function = functionWithModel();
        workers.submit(function, 1);

        assertThat(sent(late).definitions())
                .containsExactly("define " + plain.id(), "define " + MODEL, "define " + function.id());
    }

    @Test
    void anIdleWorkerIsToldAtOnceToForgetAValueThatItHas() {
        workers.submit(functionWithModel(), 1);
        Worker user = workers.all().stream()
                .filter(w -> !w.held.isEmpty())
                .findFirst()
                .orElseThrow();
        Worker other = workers.get(3 - user.id);
        workers.finish(user, NANOS);

        workers.forget(MODEL);
        workers.forget(MODEL);

        assertThat(sent(user).definitions()).endsWith("forget " + MODEL).containsOnlyOnce("forget " + MODEL);
        assertThat(sent(other).definitions()).isEmpty();
    }

    @Test
    void aCallWithoutSharedValuesSendsItsFunctionOnly() {
        EncodedFunction function = workers.function();
        workers.submit(function, 1);

        assertThat(workers.all().stream().flatMap(w -> sent(w).definitions().stream()))
                .containsExactly("define " + function.id());
    }
}
