package dev.procpool.internal.engine;

import dev.procpool.protocol.message.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Notes what the reader hands over, a line each; of results the worker and the ordinal of the first item. */
final class NotedEvents implements EventReader.Sink {

    private final List<String> lines = new ArrayList<>();
    private RuntimeException failure;

    List<String> lines() {
        return lines;
    }

    /** From now on results are not taken in, but this is thrown; null to take them in again. */
    void failWith(RuntimeException thrown) {
        failure = thrown;
    }

    @Override
    public void events(Worker worker, List<Event> events) {
        lines.add(worker.id + ": " + events.stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public void results(List<EventReader.Results> results) {
        if (failure != null) {
            throw failure;
        }
        lines.add(results.stream()
                .map(r -> r.worker().id + "." + r.done().firstOrdinal())
                .collect(Collectors.joining(" ")));
    }

    @Override
    public void lost(Throwable cause) {
        lines.add("lost: " + cause.getMessage());
    }

    @Override
    public void broken(Worker worker, Throwable cause) {
        lines.add(worker.id + " is broken: " + cause.getMessage());
    }

    @Override
    public void exhausted(Worker worker, OutOfMemoryError cause) {
        lines.add(worker.id + " exhausts: " + cause.getMessage());
    }

    @Override
    public boolean awaitResults() {
        return false;
    }
}
