package dev.procpool.worker;

import dev.procpool.protocol.Command;
import dev.procpool.protocol.Command.Commit;
import dev.procpool.protocol.Command.DefineFunction;
import dev.procpool.protocol.Command.RunChunk;
import dev.procpool.protocol.Frame;
import dev.procpool.protocol.ItemLayout;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.PayloadBuffer;
import dev.procpool.protocol.Slice;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.task.TaskFunction;

/**
 * Items that a spare runs for nobody, while nobody waits: so that the first real one finds loaded what every item needs. It
 * goes the way of a real one, from a frame to an event, with words that nobody shares and without a queue.
 */
final class Rehearsal {

    private static final int ITEMS = 200;
    private static final long FUNCTION_ID = 1;

    private final Codecs codecs;
    private final MessageFrame.Writer out = new MessageFrame.Writer();
    private final MessageFrame.Reader in = new MessageFrame.Reader("this worker");
    private final TaskRunner runner;

    private Rehearsal(Codecs codecs, int maxFailureBytes) {
        this.codecs = codecs;
        this.runner = new TaskRunner(
                codecs,
                SharedWords.unshared().nowRunning(),
                new RunningItem(Thread.currentThread()),
                new EventWriter((frame, ordinal) -> {}),
                maxFailureBytes);
    }

    /** Takes some ten milliseconds. */
    static void run(Codecs codecs, int maxFailureBytes) {
        new Rehearsal(codecs, maxFailureBytes).run();
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
        in.begin(Frame.of(out.pieces().get(0))); // what is as small as this has only one
        Command arrived = in.nextCommand();
        if (arrived instanceof RunChunk chunk) {
            runner.run(chunk);
        } else if (arrived instanceof DefineFunction define) {
            runner.define(define.functionId(), define.payload());
        }
    }
}
