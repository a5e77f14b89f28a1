package dev.procpool.worker;

import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.Define;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.Slice;
import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Items that a spare worker runs while no caller waits, and whose results are dropped: so that the first real item
 * finds the classes loaded that every item needs, and lambdas linked. They take the whole path of a real item, through
 * queues and words that only this process has.
 */
final class WarmUp {

    private static final int ITEMS = 200;

    /** The kinds of items that are run in turn. */
    private static final int KINDS = 3;

    private static final int MAX_FRAME = 64 << 10;

    private final Codecs codecs;
    private final Sender commands;
    private final Receiver arriving;
    private final FrameWriter out = new FrameWriter();
    private final FrameReader in = new FrameReader("this worker");
    private final TaskRunner runner;

    private WarmUp(Codecs codecs, int maxFailureBytes, Sender commands, Receiver arriving, Sender events) {
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
     * Runs the items, which takes some hundred milliseconds. A warm-up that fails, for example as the file system is
     * full, is abandoned.
     *
     * @param directory a directory that does not exist yet; it is deleted afterwards
     * @return whether all items were run
     */
    static boolean run(Codecs codecs, int maxFailureBytes, Path directory) {
        Path there = directory.resolve("commands");
        if (!directory.toFile().mkdir()) {
            return false; // the directory of the worker was removed
        }
        try (Sender commands = QueueChannel.openSender(there, MAX_FRAME);
                Receiver arriving = QueueChannel.openReceiver(there, MAX_FRAME);
                Sender events = QueueChannel.openSender(directory.resolve("events"), MAX_FRAME)) {
            new WarmUp(codecs, maxFailureBytes, commands, arriving, events).run();
            openClassPath();
            return true;
        } catch (RuntimeException | InternalError e) { // a full file system is one or the other
            return false; // the first item takes longer then
        } finally {
            remove(directory);
        }
    }

    /** Opens all entries of the class path: the class of the first function may be in the last one. */
    private static void openClassPath() {
        String name = FromJar.class.getName(); // no entry has a resource of that name, so all are searched
        ClassLoader.getSystemClassLoader().getResource(name);
    }

    /**
     * Functions that are loaded as those of a user are. The classes of procpool itself come from the start-up archive,
     * linked already. This class is in no archive, as no warm-up runs while an archive is made: so this JVM has loaded
     * a class from a jar once, and linked lambdas, before the first real function comes.
     */
    private static final class FromJar {

        private static final TaskFunction<Object, Object> IDENTITY = x -> x;

        private FromJar() {}

        private static List<TaskFunction<Object, Object>> functions() {
            Object captured = FromJar.class.getName();
            int number = ITEMS;
            return List.of(
                    IDENTITY,
                    x -> x.hashCode() < 0 ? x : 1,
                    x -> x == captured ? null : x,
                    x -> x.hashCode() == number ? captured : x);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Files that are left go with the worker's directory.
        }
    }

    private void run() {
        long functionId = 0;
        long ordinal = 1;
        List<TaskFunction<Object, Object>> functions = FromJar.functions();
        for (TaskFunction<Object, Object> function : functions) {
            functionId++;
            carryOut(new Define(functionId, codecs.encode(function)));
            for (int i = 0; i < ITEMS / functions.size(); i += KINDS) {
                carryOut(chunk(ordinal++, functionId, ItemLayout.INTS, i));
                carryOut(chunk(ordinal++, functionId, ItemLayout.TEXTS, Integer.toString(i)));
                carryOut(chunk(ordinal++, functionId, ItemLayout.SIZED, Integer.toString(i)));
            }
        }
    }

    private RunChunk chunk(long ordinal, long functionId, ItemLayout layout, Object item) {
        PayloadBuffer items = new PayloadBuffer(64);
        if (layout.isPacked()) {
            layout.put(item, items);
        } else {
            byte[] encoded = codecs.encode(item);
            items.putVarInt(encoded.length);
            items.put(encoded, 0, encoded.length);
        }
        return new RunChunk(ordinal, functionId, 1, Commit.BATCHED, layout, Slice.of(items.toByteArray()));
    }

    private void carryOut(Command command) {
        out.begin();
        out.add(command);
        commands.send(out.pieces(), () -> {});
        in.begin(arriving.poll().orElseThrow());
        Command arrived = in.nextCommand();
        if (arrived instanceof RunChunk chunk) {
            runner.run(chunk);
        } else if (arrived instanceof Define define) {
            runner.define(define.id(), define.payload());
        }
    }
}
