package dev.procpool.cli.bench;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Python's own pools, measured in a process of their own where there is a {@code python3}. */
public final class PythonPeer {

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final String SCRIPT = "peer.py";

    private PythonPeer() {}

    /** The version of {@code python3}; empty where there is none. */
    public static Optional<String> version() {
        try {
            Process process = new ProcessBuilder("python3", "--version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(version) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Measures rows.
     *
     * @param kind {@code fork} or {@code spawn} for the pool, {@code executor} for the ProcessPoolExecutor
     * @return the figures, without those that this kind does not have
     */
    public static Map<Row, Double> measure(String kind, Duration cell, List<Row> rows)
            throws IOException, InterruptedException {
        Path script = Files.createTempFile("procpool-peer", ".py");
        Map<Row, Double> figures = new EnumMap<>(Row.class);
        try (InputStream source = PythonPeer.class.getResourceAsStream(SCRIPT)) {
            Files.write(script, source.readAllBytes());
            List<String> command = new ArrayList<>(
                    List.of("python3", script.toString(), Double.toString(cell.toMillis() / 1e3), kind));
            rows.forEach(row -> command.add(row.name()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line; (line = lines.readLine()) != null; ) {
                    JsonObject figure = JsonParser.object().from(line);
                    if (!figure.isNull("value")) {
                        figures.put(Row.valueOf(figure.getString("row")), figure.getDouble("value"));
                    }
                }
            } catch (JsonParserException e) {
                throw new IOException("python3 said something else than a figure", e);
            } finally {
                if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } finally {
            Files.deleteIfExists(script);
        }
        return figures;
    }
}
