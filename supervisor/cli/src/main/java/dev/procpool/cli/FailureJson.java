package dev.procpool.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.WorkerDiedException;
import dev.procpool.lines.LineResults;

/** Failures as text and as JSON. */
final class FailureJson {

    private FailureJson() {}

    /** A failure without its stack trace; with its type unless the exception is one of procpool. */
    static String describe(Throwable failure) {
        boolean ours = failure.getClass().getName().startsWith("dev.procpool.");
        return ours ? failure.getMessage() : failure.toString();
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
        }
        json.end();
    }
}
