package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where items come from, and how they are split, as a dry run shows it. No worker is started. */
class ItemSourcesTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int exit;

    private List<String> dryRun(String stdin, String... words) {
        Terminal terminal = Terminal.of(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                (signal, handler) -> {});
        exit = Main.execute(terminal, words);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void severalSourcesGiveAllCombinationsAndTheLastOneVariesFastest() {
        assertThat(dryRun("", "exec", "--dry-run", "echo", ":::", "a", "b", ":::", "1", "2", ":::", "x"))
                .containsExactly("echo a 1 x", "echo a 2 x", "echo b 1 x", "echo b 2 x");
    }

    @Test
    void linkedSourcesGoTogetherAndTheLongerOneIsCut() {
        assertThat(dryRun("", "exec", "--dry-run", "echo", "{2}-{1}", ":::", "a", "b", ":::+", "1", "2", "3"))
                .containsExactly("echo 1-a", "echo 2-b");
    }

    @Test
    void filesAndStandardInputAreSources() throws Exception {
        Files.writeString(directory.resolve("names"), "a\nb\n");

        assertThat(dryRun("1\n2\n", "exec", "--dry-run", "echo", "::::", "names", "-"))
                .containsExactly("echo a 1", "echo a 2", "echo b 1", "echo b 2");
    }

    @Test
    void aWordBehindASeparatorIsNoOption() throws Exception {
        Files.writeString(directory.resolve("-j"), "7\n");

        assertThat(dryRun("", "run", "square", "--dry-run", "::::", "-j")).containsExactly("square(7)");
    }

    @Test
    void aLineIsSplitIntoColumns() {
        assertThat(dryRun("a,b\n,c\n", "exec", "--dry-run", "--colsep", ",", "echo", "<{2}>", "{1}"))
                .containsExactly("echo '<b>' a", "echo '<c>' ''");
    }

    @Test
    void severalLinesMakeOneItemAndTheLastOneMayHaveFewer() {
        assertThat(dryRun("a b c", "exec", "--dry-run", "-d", " ", "-n", "2", "echo", "{#}:", "{}"))
                .as(said())
                .containsExactly("echo 1: a b", "echo 2: c");
    }

    @Test
    void theWordsOfParallelStandForPartsOfAnItem() {
        assertThat(dryRun("", "exec", "--dry-run", "convert", "{}", "{.}", "{/}", "{//}", "{/.}", ":::", "d/a b.png"))
                .containsExactly("convert 'd/a b.png' 'd/a b' 'a b.png' d 'a b'");
    }

    @Test
    void aColumnWithANulIsNoColumn() {
        assertThat(dryRun("a\0b\n", "exec", "--dry-run", "echo")).isEmpty();
        assertThat(exit).isEqualTo(ExitCodes.ITEMS_FAILED);
        assertThat(said()).contains("item 0", "NUL");
    }

    @Test
    void optionsOfACommandAreNotThoseOfExec() {
        assertThat(dryRun("", "exec", "--dry-run", "-j", "1", "ls", "-j", "--json", ":::", "x"))
                .containsExactly("ls -j --json x");
        assertThat(dryRun("", "exec", "--dry-run", "--", "ls", "--", ":::", "x"))
                .contains("ls -- x");
    }

    @Test
    void mistakesAreSaid() {
        dryRun("", "exec", "--dry-run", ":::", "x");
        assertThat(exit).isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("the command is missing");

        dryRun("", "exec", "--dry-run", "echo", ":::+", "x");
        assertThat(said()).contains("':::+'");

        dryRun("", "exec", "--dry-run", "nosuchprogram", ":::", "x");
        assertThat(exit).isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("no program 'nosuchprogram' on the PATH");
    }
}
