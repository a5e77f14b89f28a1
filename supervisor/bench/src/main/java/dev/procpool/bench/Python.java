package dev.procpool.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python's own pools, where there is a {@code python3}. */
public final class Python {

    private static final String PYTHON = "python3";
    private static final String WITHOUT_BYTECODE = "-B";

    /** The script that measures, and the modules that it imports. */
    static final List<String> SCRIPTS = List.of("peer.py", "between.py", "sampling.py");

    private Python() {}

    /** The version of {@code python3}; empty where there is none. */
    public static Optional<String> version() {
        try {
            Process process = new ProcessBuilder(PYTHON, "--version")
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

    /** Writes the scripts into a directory; returns the command that runs the first one. */
    static List<String> command(Path directory, Pace pace) throws IOException {
        for (String script : SCRIPTS) {
            try (InputStream source = Python.class.getResourceAsStream(script)) {
                Files.write(directory.resolve(script), source.readAllBytes());
            }
        }
        List<String> command = new ArrayList<>(List.of(
                PYTHON, WITHOUT_BYTECODE, directory.resolve(SCRIPTS.get(0)).toString()));
        command.addAll(pace.withoutCompiler().words());
        return command;
    }
}
