package dev.procpool.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {

    @TempDir
    Path directory;

    private ControlGroups groups(String... ofProcess) throws IOException {
        Path file = Files.writeString(directory.resolve("cgroup"), String.join("\n", ofProcess) + "\n");
        return new ControlGroups(file, directory.resolve("all"));
    }

    private void limit(String file, String text) throws IOException {
        Path path = directory.resolve("all").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    @Test
    void theLimitOfTheProcessesOwnGroupCounts() throws Exception {
        limit("system.slice/one.service/memory.max", "1000000");

        assertThat(groups("0::/system.slice/one.service").memoryLimit()).hasValue(1_000_000);
    }

    @Test
    void theLimitOfAGroupAboveCountsWhereItIsSmaller() throws Exception {
        limit("a/memory.max", "500");
        limit("a/b/memory.max", "max");
        limit("a/b/c/memory.max", "1000");

        assertThat(groups("0::/a/b/c").memoryLimit()).hasValue(500);
    }

    @Test
    void inAContainerWhosePathIsThatOfTheHostTheRootCounts() throws Exception {
        limit("memory/memory.limit_in_bytes", "2000");

        assertThat(groups("5:cpu,cpuacct:/x", "4:memory:/docker/0123", "0::/").memoryLimit())
                .hasValue(2000);
    }

    @Test
    void withoutALimitThereIsNone() throws Exception {
        limit("memory/memory.limit_in_bytes", "9223372036854771712");
        limit("memory.max", "max");

        assertThat(groups("4:memory:/", "0::/").memoryLimit()).isEmpty();
        assertThat(groups("nonsense").memoryLimit()).isEmpty();
    }

    @Test
    void whereTheGroupsOfTheProcessAreNotToldTheRootsCount() throws Exception {
        limit("memory.max", "3000");

        assertThat(new ControlGroups(directory.resolve("none"), directory.resolve("all")).memoryLimit())
                .hasValue(3000);
    }

    @Test
    void theFreeMemoryIsTheLeastAmongGroupsWithALimitWhereCachedFilesCountAsFree() throws Exception {
        limit("a/memory.max", "1000");
        limit("a/memory.current", "700");
        limit("a/memory.stat", "anon 400\nactive_file 100\ninactive_file 200");
        limit("a/b/memory.max", "max");
        limit("a/b/memory.current", "600");
        limit("a/b/c/memory.max", "900");
        limit("a/b/c/memory.current", "100");

        assertThat(groups("0::/a/b/c").freeMemory()).hasValue(500);
        assertThat(groups("0::/a/b").freeMemory()).hasValue(500);
    }

    @Test
    void theFreeMemoryIsKnownInVersionOneToo() throws Exception {
        limit("memory/x/memory.limit_in_bytes", "1000");
        limit("memory/x/memory.usage_in_bytes", "1200");
        limit("memory/x/memory.stat", "inactive_file 1\ntotal_inactive_file 300");

        assertThat(groups("4:memory:/x").freeMemory()).hasValue(100);
        limit("memory/x/memory.usage_in_bytes", "2000");
        assertThat(groups("4:memory:/x").freeMemory()).hasValue(0);
    }

    @Test
    void withoutALimitTheGroupsDoNotTellTheFreeMemory() throws Exception {
        limit("memory.max", "max");
        limit("memory.current", "5");

        assertThat(groups("0::/").freeMemory()).isEmpty();
    }
}
