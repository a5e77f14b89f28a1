package dev.procpool.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Python that can be run.
 *
 * @param command the name or the path of its program
 * @param version the words that it says, such as {@code Python 3.11.7}
 */
public record Python(String command, String version) {

    private static final String PYTHON = "python3";
    private static final String WITHOUT_BYTECODE = "-B";

    /** The script that measures, and the modules that it imports. */
    private static final List<String> MEASURING = List.of("peer.py", "many.py", "between.py", "sampling.py");

    /** The scripts that are measured as whole processes. */
    private static final List<String> AT_THE_SHELL = List.of("square_pool.py", "square_loop.py", "sha256_pool.py");

    /** The Python of the usual columns, {@code python3}; empty where there is none. */
    public static Optional<Python> usual() {
        return find(PYTHON);
    }

    /** The Python that {@code command} starts; empty where it cannot be run. */
    public static Optional<Python> find(String command) {
        try {
            Process process = new ProcessBuilder(command, "--version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(new Python(command, version)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The name of its program, and its version. */
    public String title() {
        return Path.of(command).getFileName() + " (" + version + ")";
    }

    /** Writes all scripts into a directory. */
    static void writeScripts(Path directory) throws IOException {
        for (List<String> scripts : List.of(MEASURING, AT_THE_SHELL)) {
            for (String script : scripts) {
                try (InputStream source = Python.class.getResourceAsStream(script)) {
                    Files.write(directory.resolve(script), source.readAllBytes());
                }
            }
        }
    }

    /** The command that measures cells with the scripts of a directory. */
    List<String> measuring(Path directory, Pace pace) {
        List<String> command = new ArrayList<>(script(directory, MEASURING.get(0)));
        command.addAll(pace.withoutCompiler().words());
        return command;
    }

    /** The command that runs one of the scripts of a directory. */
    List<String> script(Path directory, String script) {
        return List.of(command, WITHOUT_BYTECODE, directory.resolve(script).toString());
    }
}
