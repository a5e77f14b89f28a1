package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JShell as {@code procpool jshell} starts it. */
@Tag("jdk")
class JshellIT {

    private static final Path TOUR = Path.of("../../docs/tour.jsh");
    private static final String EXPECTED = "// -> ";

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Test
    void theTourPrintsWhatItSays() throws Exception {
        List<String> expected = Files.readAllLines(TOUR).stream()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();

        Ended ended = program.run("", "jshell", TOUR.toString());

        assertThat(ended.lines()).as(ended.err()).isEqualTo(expected);
        assertThat(ended.exit()).isZero();
    }

    @Test
    void theExitCodeIsThatOfTheShellAndClassPathsAreJoined() throws Exception {
        Path script = Files.writeString(
                program.directory().resolve("script.jsh"),
                "System.out.println(Pool.class.getSimpleName() + TaskContext.current().isEmpty())\n/exit 3\n");

        Ended ended =
                program.run("", "jshell", "--class-path", program.directory().toString(), script.toString());

        assertThat(ended.lines()).as(ended.err()).containsExactly("Pooltrue");
        assertThat(ended.exit()).isEqualTo(3);
    }
}
