package dev.procpool.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lines for bash, in which {@code procpool} is the script of the packaged program. The script is installed beside no
 * sources, so that it builds nothing; with its first line it makes the start-up archive.
 */
final class BashLine {

    private static final Path PACKAGED = Path.of("target", "procpool").toAbsolutePath();
    private static final String SCRIPT = "scripts/procpool";

    private final Path installed;
    private final Map<String, String> environment;

    private BashLine(Path installed, Map<String, String> environment) {
        this.installed = installed;
        this.environment = environment;
    }

    /**
     * Installs the program in a new directory; the test is skipped where the program has not been packaged.
     *
     * @param environment what lines have beside the environment of the test
     */
    static BashLine with(Path directory, Map<String, String> environment) throws IOException {
        assumeTrue(Files.exists(PACKAGED.resolve("procpool.jar")), "needs the packaged jar");
        Path script = directory.resolve(SCRIPT);
        Files.createDirectories(script.getParent());
        Files.copy(Path.of("../..", SCRIPT), script, COPY_ATTRIBUTES);
        for (String part : new String[] {"procpool.jar", "lib"}) {
            Files.createSymbolicLink(directory.resolve(part), PACKAGED.resolve(part));
        }
        return new BashLine(directory, environment);
    }

    /** Runs a line in a directory, beside which its output is kept. */
    Ended run(String line, Path directory) throws Exception {
        CommandLineProgram program = new CommandLineProgram(Files.createDirectories(Path.of(directory + ".streams")));
        ProcessBuilder builder = program.command();
        builder.command("bash", "-c", line).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", installed.resolve("scripts") + File.pathSeparator + System.getenv("PATH"));
        return program.end(builder, new byte[0]);
    }
}
