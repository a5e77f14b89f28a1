package dev.procpool.bench;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.protocol.start.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The JVM that measures the cells of one {@link Peer.Kind} of peers, one for each line of its stdin; see {@link
 * MeasuringProcess}.
 */
public final class MeasuringJvm {

    private static final String END = "";
    private static final Logger LOGGER = Logger.getLogger("dev.procpool");

    private final Pace pace;
    private final PrintStream out;

    private MeasuringJvm(Pace pace, PrintStream out) {
        this.pace = pace;
        this.out = out;
    }

    /** The command line of a JVM with our flags and our class path, on any JDK. */
    public static List<String> command(Path home, List<String> options, String main, String... args) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/java").toString(), "-XX:+IgnoreUnrecognizedVMOptions"));
        command.addAll(JvmFlags.all());
        command.addAll(List.of(
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfile.encoding=UTF-8",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(Arrays.asList(args));
        return command;
    }

    /** The arguments are those of the {@link Pace}. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LOGGER.setLevel(Level.SEVERE); // workers are killed on purpose
        new MeasuringJvm(Pace.of(List.of(args)), out).run(requests());
        System.exit(0);
    }

    /** Its stdin, which is read at all times: its end ends this JVM in the middle of a cell, too. */
    private static BlockingQueue<String> requests() {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                        lines.lines().filter(line -> !line.isBlank()).forEach(requests::add);
                    } catch (IOException e) {
                        // A broken pipe means the same as the end.
                    }
                    requests.add(END);
                    System.exit(0);
                },
                "bench-requests");
        reader.setDaemon(true);
        reader.start();
        return requests;
    }

    private void run(BlockingQueue<String> requests) throws InterruptedException {
        for (String request; !(request = requests.take()).equals(END); ) {
            String[] words = request.split(" ");
            out.println(answer(Row.valueOf(words[0]), Peer.valueOf(words[1])));
        }
    }

    private String answer(Row row, Peer peer) {
        try {
            JsonStringWriter json = JsonWriter.string().object().array("figures");
            measure(row, peer).forEach((ofRow, samples) -> {
                json.object().value("row", ofRow.name()).array("samples");
                for (double sample : samples) {
                    json.value(sample);
                }
                json.end().end();
            });
            return json.end().end().done();
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            return JsonWriter.string()
                    .object()
                    .value("failed", e.toString())
                    .end()
                    .done();
        }
    }

    private Map<Row, double[]> measure(Row row, Peer peer) throws Exception {
        if (row == Row.SOAK) {
            return Soak.run();
        }
        return Map.of(
                row,
                switch (peer) {
                    case PROCPOOL, THREADS -> new Measurements(pace).measure(row, peer);
                    case PP4J -> new Pp4jMeasurements(pace).measure(row);
                    default -> new BareMeasurements(pace).measure(row, peer);
                });
    }
}
