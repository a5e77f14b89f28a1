package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents: links lead somewhere, programs are those of the files, and the Chinese pages have the same code. */
class PagesTest {

    private static final String CHINESE = "docs/zh/";

    private static List<Page> pages() throws IOException {
        return Stream.concat(Stream.of(Page.of("README.md")), Page.below("docs").stream())
                .toList();
    }

    @Test
    void linksLeadToFilesAndHeadings() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Page page : pages()) {
            for (String link : page.links()) {
                links++;
                if (!page.resolves(link)) {
                    broken.add(page.file() + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).as("links found").isGreaterThan(100);
    }

    @Test
    void aLinkThatLeadsNowhereIsFound() {
        Page page = Page.of("docs/from-python.md");

        assertThat(page.resolves("examples/README.md#pairs-of-programs")).isTrue();
        assertThat(page.resolves("#between-processes")).isTrue();
        assertThat(page.resolves("examples/README.md#pears")).isFalse();
        assertThat(page.resolves("#pears")).isFalse();
        assertThat(page.resolves("example.md")).isFalse();
    }

    @Test
    void thePageOfProgramsHasTheProgramsOfTheFilesThatItLinks() throws IOException {
        Page page = Page.of("docs/programs.md");
        List<String> files = new ArrayList<>();
        for (String link : page.links()) {
            if (link.matches("examples/pairs/\\w+\\.(py|java)")) {
                files.add(Files.readString(page.file().resolveSibling(link)));
            }
        }

        List<String> blocks = page.blocks();

        assertThat(blocks.subList(1, blocks.size())).hasSize(16).isEqualTo(files);
    }

    /** The programs in a package, below demos, are those of a verb. */
    @Test
    void everyExampleHasALineThatRunsIt() throws IOException {
        Path top = Page.repository();
        try (Stream<Path> files = Files.walk(top.resolve("docs/examples"))) {
            List<String> programs = files.map(file -> top.relativize(file).toString())
                    .filter(file -> file.endsWith(".java") || file.endsWith(".py"))
                    .filter(file -> !file.startsWith("docs/examples/demos/"))
                    .toList();

            assertThat(ExampleLines.all())
                    .hasSizeGreaterThan(20)
                    .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .containsExactlyInAnyOrderElementsOf(programs);
        }
    }

    @Test
    void thePagesOfDemosNameEveryDemo() {
        for (String page : List.of("docs/demos.md", CHINESE + "demos.md")) {
            String text = Page.of(page).text();

            assertThat(DemoCommand.names().stream().filter(name -> !name.equals("all")))
                    .as(page)
                    .isNotEmpty()
                    .allMatch(name -> text.contains("\n| `" + name + "` |"));
        }
    }

    @Test
    void aChinesePageHasTheCodeOfTheEnglishOne() throws IOException {
        for (Page chinese : Page.below(CHINESE)) {
            List<String> english = english(chinese).blocks().stream()
                    .map(PagesTest::withoutComments)
                    .toList();
            List<String> blocks =
                    chinese.blocks().stream().map(PagesTest::withoutComments).toList();

            if (chinese.file().endsWith("README.md")) {
                assertThat(english).as("its first screen").containsSubsequence(blocks);
            } else {
                assertThat(blocks).as(chinese.file().toString()).isEqualTo(english);
            }
        }
    }

    /** A Chinese page may explain a command in its language, and have a demo speak it. */
    private static String withoutComments(String block) {
        return block.replace(" --lang zh", "").replaceAll("(?m)^(\\$ .*?)\\s+# .*$", "$1");
    }

    @Test
    void aChinesePageAndTheEnglishOneLinkEachOther() throws IOException {
        List<Page> chinese = Page.below(CHINESE);

        assertThat(chinese).hasSize(5).allSatisfy(page -> {
            assertThat(page.linksTo(english(page)))
                    .as("%s links the English page", page.file())
                    .isTrue();
            assertThat(english(page).linksTo(page))
                    .as("%s is linked by the English page", page.file())
                    .isTrue();
        });
    }

    private static Page english(Page chinese) {
        Path name = chinese.file().getFileName();
        return Page.of(name.toString().equals("README.md") ? "README.md" : "docs/" + name);
    }
}
