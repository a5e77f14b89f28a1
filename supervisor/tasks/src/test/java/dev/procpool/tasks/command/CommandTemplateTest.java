package dev.procpool.tasks.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are what GNU parallel 20210822 prints for the same words and items. */
class CommandTemplateTest {

    private static final CommandItem FILE = new CommandItem(4, List.of("dir/sub/pic.tar.gz"));
    private static final CommandItem TWO = new CommandItem(0, List.of("a b", "c.txt"));

    @ParameterizedTest
    @CsvSource({
        "{}, dir/sub/pic.tar.gz",
        "{.}, dir/sub/pic.tar",
        "{/}, pic.tar.gz",
        "{//}, dir/sub",
        "{/.}, pic.tar",
        "{#}, 5",
        "{%}, 2",
        "{1/}, pic.tar.gz",
        "{-1//}, dir/sub",
        "x{.}y{/}z, xdir/sub/pic.tarypic.tar.gzz"
    })
    void aReplacementWordIsReplacedByThePartThatItNames(String word, String replaced) {
        assertEquals(
                List.of("echo", replaced),
                CommandTemplate.of(List.of("echo", word)).arguments(FILE, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "name, ., name",
        "/name, /, /name",
        "/a.b/c, /a.b, /a.b/c",
        "a.b/.rc, a.b, a.b/",
        "a/, ., a/",
        "a.b//c/, a.b, a.b//c/",
        "/, /, /",
        "x., ., x"
    })
    void namesWithoutDirectoryOrExtensionAreWholeNames(String text, String directory, String withoutExtension) {
        CommandItem item = new CommandItem(0, List.of(text));

        assertEquals(
                List.of("echo", directory, withoutExtension),
                CommandTemplate.of(List.of("echo", "{//}", "{.}")).arguments(item, 1));
    }

    @Test
    void aCommandWithoutReplacementWordsGetsTheColumnsAsItsLastArguments() {
        assertEquals(
                List.of("ls", "-l", "a b", "c.txt"),
                CommandTemplate.of(List.of("ls", "-l")).arguments(TWO, 1));
    }

    @Test
    void columnsAreArgumentsOfTheirOwnWhereTheWordIsNothingElse() {
        assertEquals(
                List.of("cp", "a b", "c.txt", "<a b c.txt>"),
                CommandTemplate.of(List.of("cp", "{}", "<{}>")).arguments(TWO, 1));
    }

    @Test
    void aColumnThatAnItemLacksIsEmpty() {
        assertEquals(
                List.of("cp", "", "c.txt"),
                CommandTemplate.of(List.of("cp", "{3}", "{-1}")).arguments(TWO, 1));
    }

    @Test
    void otherBracesAreText() {
        List<String> words = List.of("awk", "{print $1}", "{1#}", "{0}", "{...}", "${x}", "{}");

        List<String> arguments = CommandTemplate.of(words).arguments(FILE, 1);

        assertEquals(words.subList(0, 6), arguments.subList(0, 6));
    }

    @Test
    void textOfAnItemIsNeitherAReplacementWordNorCode() {
        CommandItem item = new CommandItem(0, List.of("{#} $(reboot) '; rm -rf ~ \\1 $1"));

        assertEquals(
                List.of("echo", "<{#} $(reboot) '; rm -rf ~ \\1 $1>"),
                CommandTemplate.of(List.of("echo", "<{}>")).arguments(item, 1));
        assertEquals(
                List.of("/bin/sh", "-c", "echo '{#} $(reboot) '\\''; rm -rf ~ \\1 $1' | wc"),
                CommandTemplate.forShell(List.of("echo", "{} | wc")).arguments(item, 1));
    }

    @Test
    void theProgramIsKnownBeforehandUnlessAnItemNamesIt() {
        assertEquals(
                Optional.of("gzip"), CommandTemplate.of(List.of("gzip", "{}")).program());
        assertEquals(Optional.empty(), CommandTemplate.of(List.of("{}")).program());
        assertEquals(
                Optional.empty(), CommandTemplate.forShell(List.of("gzip {}")).program());
    }

    @Test
    void aCommandIsShownAsAShellWouldReadIt() {
        assertEquals(
                "cp 'a b' c.txt 'it'\\''s'",
                CommandTemplate.of(List.of("cp", "{1}", "{2}", "it's")).shown(TWO, 1));
    }

    @Test
    void aCommandNeedsAProgram() {
        assertThrows(IllegalArgumentException.class, () -> CommandTemplate.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> CommandTemplate.of(List.of("", "x")));
    }
}
