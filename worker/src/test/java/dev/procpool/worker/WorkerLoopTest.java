package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Command.SayHello;
import dev.procpool.protocol.message.Command.Stop;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.start.ExitCode;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLoopTest {

    private static final int MAX_FRAME = 1 << 16;

    @TempDir
    Path directory;

    private final SharedWords words = SharedWords.unshared();
    private final List<String> done = new ArrayList<>();

    private ExitCode run(Command... commands) throws Exception {
        Path queue = directory.resolve("commands");
        FrameWriter frame = new FrameWriter();
        try (Sender sender = QueueChannel.openSender(queue, MAX_FRAME);
                Receiver receiver = QueueChannel.openReceiver(queue, MAX_FRAME);
                Doorbell doorbell = new Doorbell(nonBlocking(), words.readerParked())) {
            for (Command command : commands) {
                frame.begin();
                frame.add(command);
                sender.send(frame.pieces(), () -> {});
            }
            return new WorkerLoop(
                            receiver,
                            doorbell,
                            words.workerParked(),
                            null, // there is nothing to run
                            () -> done.add("hello"),
                            () -> done.add("warm-up"))
                    .run();
        }
    }

    private static SocketChannel nonBlocking() throws Exception {
        SocketChannel socket = SocketChannel.open();
        socket.configureBlocking(false);
        return socket;
    }

    @Test
    void aWorkerSaysHelloWhenItHasReadFromItsQueueThatItShould() throws Exception {
        ExitCode exit = run(new SayHello(), new Rehearse(), new Stop());

        assertThat(done).containsExactly("hello", "warm-up");
        assertThat(exit).isEqualTo(ExitCode.OK);
    }

    @Test
    void aWorkerThatReadsNothingOfTheKindSaysNothing() throws Exception {
        run(new Stop());

        assertThat(done).isEmpty();
    }
}
