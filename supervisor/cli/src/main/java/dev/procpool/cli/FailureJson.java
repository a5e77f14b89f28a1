package dev.procpool.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.WorkerDiedException;
import dev.procpool.lines.LineResults;
import dev.procpool.tasks.OneLine;
import dev.procpool.tasks.command.CommandFailedException;

/** Failures as text and as JSON. */
final class FailureJson {

    /** The beginning of a message of the library about an item that is a line. */
    private static final String THE_ITEM = "the item ";

    private FailureJson() {}

    /** A failure without its stack trace; with its type unless the exception is one of procpool. */
    static String describe(Throwable failure) {
        boolean ours = failure.getClass().getName().startsWith("dev.procpool.");
        return ours ? failure.getMessage() : failure.toString();
    }

    /** A message of one line: {@code item 1 (x) took longer than 1s; …}, or {@code item 1 (x): worker 2 …}. */
    static String about(String item, Throwable failure) {
        String text =
                OneLine.of(describe(failure).strip().replaceAll(":\n +", ": ").replaceAll("\n +", " | "));
        return text.startsWith(THE_ITEM) ? item + text.substring(THE_ITEM.length() - 1) : item + ": " + text;
    }

    /** The line of {@code --json} for an item that failed, without what says how it was run. */
    static String result(long number, LineResults item) {
        return without(
                JsonWriter.string()
                        .object()
                        .value("i", number)
                        .value("ok", false)
                        .value("item", text(item)),
                item);
    }

    /** The line of a job log for an item that failed, without what says how it was run. */
    static String logged(long number, String task, LineResults item) {
        return without(
                JsonWriter.string()
                        .object()
                        .value("i", number)
                        .value("task", task)
                        .value("item", text(item))
                        .value("ok", false),
                item);
    }

    private static String text(LineResults item) {
        return item.line().toString();
    }

    private static String without(JsonStringWriter json, LineResults item) {
        error(json, item.failure());
        String object = json.end().done();
        return object.substring(0, object.length() - 1);
    }

    private static void error(JsonStringWriter json, Throwable failure) {
        json.object("error")
                .value("kind", FailureKind.of(failure).name())
                .value("message", failure instanceof WorkerDiedException ? failure.getMessage() : describe(failure));
        if (failure instanceof WorkerDiedException died) {
            json.value("exit", died.exitCode()).value("signal", died.signal().orElse(null));
        } else if (failure instanceof CommandFailedException ended) {
            json.value("exit", ended.exitCode());
        }
        json.end();
    }
}
