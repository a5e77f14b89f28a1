package dev.procpool.bench;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A child process that measures one cell for each line {@code ROW PEER} of its stdin, and answers in one line of JSON:
 *
 * <pre>{"figures": [{"row": "APPLY_HOT", "samples": [2.3, 2.4], "note": "at 1000"}]}   or   {"failed": "why"}</pre>
 *
 * It ends when its stdin ends. Confined to one thread.
 */
public final class MeasuringProcess implements AutoCloseable {

    private static final Duration LEAVE = Duration.ofSeconds(20);

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final ScheduledExecutorService bound = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bench-bound");
        thread.setDaemon(true);
        return thread;
    });

    private MeasuringProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    static MeasuringProcess start(List<String> command) throws IOException {
        return new MeasuringProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Whether it can be asked. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Measures a cell and notes its figures; one that takes longer than the bound is killed.
     *
     * @throws IOException if it fails, with the reason
     */
    public void measure(Row row, Peer peer, Duration longest, BiConsumer<Row, Samples> sink) throws IOException {
        Future<?> killer = bound.schedule(this::kill, longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            requests.write(row.name() + " " + peer.name() + "\n");
            requests.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException(killer.isDone() ? "took longer than " + longest : "the process has ended");
            }
            note(answer, sink);
        } finally {
            killer.cancel(false);
        }
    }

    private static void note(String answer, BiConsumer<Row, Samples> sink) throws IOException {
        try {
            JsonObject object = JsonParser.object().from(answer);
            if (object.has("failed")) {
                throw new IOException(object.getString("failed"));
            }
            for (Object each : object.getArray("figures")) {
                JsonObject figure = (JsonObject) each;
                sink.accept(
                        Row.valueOf(figure.getString("row")),
                        new Samples(doubles(figure.getArray("samples")), figure.getString("note", "")));
            }
        } catch (JsonParserException e) {
            throw new IOException("not a figure: " + answer, e);
        }
    }

    static double[] doubles(JsonArray array) {
        return array.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Lets it end, within a bound; kills it at once if the thread is interrupted. */
    @Override
    public void close() throws IOException {
        bound.shutdownNow();
        try {
            requests.close();
        } catch (IOException e) {
            // It has ended by itself.
        }
        try {
            if (!process.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
