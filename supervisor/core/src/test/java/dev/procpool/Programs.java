package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles and runs programs of the documents, and programs in Python. Confined to one thread. */
final class Programs {

    private static final long BOUND_SECONDS = 100;

    private final Path directory;

    /** @param directory an empty one, for classes and output */
    Programs(Path directory) {
        this.directory = directory;
    }

    /** A file or a directory of the repository. */
    static Path ofRepository(String name) {
        Path top = Path.of("").toAbsolutePath();
        while (!Files.exists(top.resolve("README.md"))) {
            top = top.getParent();
        }
        return top.resolve(name);
    }

    static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void compile(Path... sources) {
        String[] arguments = Stream.concat(
                        Stream.of("-cp", System.getProperty("java.class.path"), "-d", directory.toString()),
                        Arrays.stream(sources).map(Path::toString))
                .toArray(String[]::new);
        int compiled = ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, arguments);
        assertThat(compiled).isZero();
    }

    /** Runs a class that was compiled; returns what it prints. */
    List<String> java(String main) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--add-") || a.startsWith("--sun-misc") || a.startsWith("-Dslf4j"))
                .forEach(command::add);
        command.addAll(List.of("-cp", directory + ":" + System.getProperty("java.class.path"), main));
        return output(command);
    }

    /** Runs a script; returns what it prints. */
    List<String> python(Path script) throws Exception {
        return output(List.of("python3", script.toString()));
    }

    private List<String> output(List<String> command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended in time: %s", Files.readString(output)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }
}
