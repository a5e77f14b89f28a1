package dev.procpool.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BiFunction;

/** Shows what a run would do with each item, and starts nothing. */
final class DryRun {

    private static final int FULL = 64 << 10;

    private final Terminal terminal;
    private final Messages messages;
    private final Block lines = new Block();

    DryRun(Terminal terminal, Messages messages) {
        this.terminal = terminal;
        this.messages = messages;
    }

    /**
     * Prints a line for each item; returns the exit code.
     *
     * @param shown what a run would do with an item, given the item's number and text
     */
    int show(UnfinishedItems items, BiFunction<Long, String, String> shown) {
        OutputStream out = terminal.results();
        int exit = ExitCodes.OK;
        try (items) {
            for (long position = 0; items.next(); position++) {
                long number = items.numberOf(position);
                if (items.problem() == null) {
                    lines.add(shown.apply(number, items.line().toString()));
                    lines.add('\n');
                } else {
                    exit = ExitCodes.ITEMS_FAILED;
                    messages.say("item " + number + ": " + items.problem());
                }
                if (lines.size() >= FULL || !items.hasReady()) {
                    write(out);
                }
            }
            write(out);
            return exit;
        } catch (UnfinishedItems.OtherItemsException e) {
            throw new UsageException(e.getMessage());
        } catch (OutcomeReport.StdoutException e) {
            if (terminal.isOutPipe()) {
                return ExitCodes.STDOUT_CLOSED;
            }
            messages.say(e.getMessage(), e);
        } catch (IOException e) {
            messages.say("items cannot be read: " + FailureReason.of(e), e);
        }
        return ExitCodes.INTERNAL_ERROR;
    }

    private void write(OutputStream out) throws OutcomeReport.StdoutException {
        try {
            lines.writeTo(out);
        } catch (IOException e) {
            throw new OutcomeReport.StdoutException(e);
        }
    }
}
