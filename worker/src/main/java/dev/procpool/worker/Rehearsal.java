package dev.procpool.worker;

import dev.procpool.protocol.Command;
import dev.procpool.protocol.Command.Commit;
import dev.procpool.protocol.Command.DefineFunction;
import dev.procpool.protocol.Command.RunChunk;
import dev.procpool.protocol.ItemLayout;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.PayloadBuffer;
import dev.procpool.protocol.Slice;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Items that a spare runs for nobody, while nobody waits: so that the first real one finds loaded, and compiled at least once, what every item
 * needs. They go the whole way of a real one, through queues and words that this process has for itself.
 */
final class Rehearsal {

    private static final int ITEMS = 200;
    private static final long FUNCTION_ID = 1;
    private static final int MAX_FRAME = 64 << 10;

    private final Codecs codecs;
    private final Sender commands;
    private final Receiver arriving;
    private final MessageFrame.Writer out = new MessageFrame.Writer();
    private final MessageFrame.Reader in = new MessageFrame.Reader("this worker");
    private final TaskRunner runner;

    private Rehearsal(Codecs codecs, int maxFailureBytes, Sender commands, Receiver arriving, Sender events) {
        this.codecs = codecs;
        this.commands = commands;
        this.arriving = arriving;
        this.runner = new TaskRunner(
                codecs,
                new RunningItem(Thread.currentThread(), SharedWords.unshared().nowRunning()),
                new EventWriter((frame, ordinal) -> events.send(frame, () -> {})),
                maxFailureBytes);
    }

    /**
     * Takes some hundred milliseconds. One that fails, as the file system is full say, is left out.
     *
     * @param directory does not exist yet, nor does it afterwards
     * @return whether all items were run
     */
    static boolean run(Codecs codecs, int maxFailureBytes, Path directory) {
        Path there = directory.resolve("commands");
        try (Sender commands = QueueChannel.openSender(there, MAX_FRAME);
                Receiver arriving = QueueChannel.openReceiver(there, MAX_FRAME);
                Sender events = QueueChannel.openSender(directory.resolve("events"), MAX_FRAME)) {
            new Rehearsal(codecs, maxFailureBytes, commands, arriving, events).run();
            openClassPath();
            return true;
        } catch (RuntimeException | InternalError e) { // a full file system is one or the other
            return false; // the first item takes longer then
        } finally {
            remove(directory);
        }
    }

    /**
     * What procpool itself needs comes from the start-up archive. The class of the first function does not: to find it, all of the class path
     * before it is opened, and to take it from a jar is something that this JVM has never done.
     */
    private static void openClassPath() {
        String name = FromJar.class.getName(); // which loads it
        ClassLoader.getSystemClassLoader().getResource(name); // no entry has one of that name, so it looks into all
    }

    /** In no archive, as who makes one does not rehearse. */
    private static final class FromJar {}

    private static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What is left goes with the worker's directory.
        }
    }

    private void run() {
        TaskFunction<Object, Object> identity = x -> x;
        carryOut(new DefineFunction(FUNCTION_ID, codecs.encode(identity)));
        for (int i = 1; i <= ITEMS; i += 2) {
            carryOut(chunk(i, ItemLayout.INTS, i));
            carryOut(chunk(i + 1, ItemLayout.SIZED, Integer.toString(i)));
        }
    }

    private RunChunk chunk(long ordinal, ItemLayout layout, Object item) {
        PayloadBuffer items = new PayloadBuffer(64);
        if (layout.isPacked()) {
            layout.put(item, items);
        } else {
            byte[] encoded = codecs.encode(item);
            items.putVarInt(encoded.length);
            items.put(encoded, 0, encoded.length);
        }
        return new RunChunk(ordinal, FUNCTION_ID, 1, Commit.BATCHED, layout, Slice.of(items.toByteArray()));
    }

    private void carryOut(Command command) {
        out.begin();
        out.add(command);
        commands.send(out.pieces(), () -> {});
        in.begin(arriving.poll().orElseThrow());
        Command arrived = in.nextCommand();
        if (arrived instanceof RunChunk chunk) {
            runner.run(chunk);
        } else if (arrived instanceof DefineFunction define) {
            runner.define(define.functionId(), define.payload());
        }
    }
}
