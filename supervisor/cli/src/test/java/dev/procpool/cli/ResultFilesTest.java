package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

    @TempDir
    Path directory;

    private ResultFiles open(ResultFiles.Earlier earlier) {
        return ResultFiles.in(directory.resolve("out/deep"), Path.of("out/deep"), earlier, ResultEnd.LINE_FEED);
    }

    private static void write(ResultFiles files, FakeResults results) throws IOException {
        while (results.next()) {
            files.write(results.index(), results);
        }
    }

    private Map<String, String> found() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory.resolve("out/deep"))) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return found;
    }

    @Test
    void eachItemHasAFileAndAFailedOneAnotherWithItsFailure() throws Exception {
        write(
                open(ResultFiles.Earlier.ARE_REFUSED),
                new FakeResults()
                        .succeeded("docs/a b.txt", "1\n2")
                        .failed("x", new IllegalStateException("no"))
                        .succeeded("", ""));

        assertThat(found())
                .containsExactly(
                        Map.entry("0-docs_a_b.txt", "1\n2\n"),
                        Map.entry("1-x", ""),
                        Map.entry("1-x.failed", "ERROR: java.lang.IllegalStateException: no\n"),
                        Map.entry("2-", "\n"));
    }

    @Test
    void anItemThatSucceedsInALaterRunHasFailedNoMore() throws Exception {
        write(open(ResultFiles.Earlier.ARE_REFUSED), new FakeResults().failed("x", new IllegalStateException("no")));
        write(open(ResultFiles.Earlier.ARE_KEPT), new FakeResults().succeeded("x", "yes"));

        assertThat(found()).containsExactly(Map.entry("0-x", "yes\n"));
        assertThatThrownBy(() -> open(ResultFiles.Earlier.ARE_REFUSED))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--results: out/deep is not empty");
    }

    @Test
    void aNameIsOneNameOfAFileWhateverTheItem() {
        assertThat(ResultFiles.name(7, "../../etc/passwd")).isEqualTo("7-.._.._etc_passwd");
        assertThat(ResultFiles.name(7, "a\0b\nc\\d:e*")).isEqualTo("7-a_b_c_d_e_");
        assertThat(ResultFiles.name(7, "计算-é.txt")).isEqualTo("7-计算-é.txt");
        assertThat(ResultFiles.name(Long.MAX_VALUE, "\uD840\uDC00".repeat(300)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(255 - ".failed".length());
    }
}
