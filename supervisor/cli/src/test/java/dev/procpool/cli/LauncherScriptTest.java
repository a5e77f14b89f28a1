package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a distribution of its own, with a JDK that notes how it is called. */
@Timeout(60)
class LauncherScriptTest {

    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private Path calls;
    private Path jar;

    @BeforeEach
    void installs() throws IOException {
        Path home = directory.resolve("jdk");
        calls = directory.resolve("calls");
        jar = Files.createFile(directory.resolve("procpool.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(BUILT));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        Files.writeString(home.resolve("bin/java"), """
                        #!/usr/bin/env bash
                        printf '%s|LC_ALL=%s\\n' "$*" "${LC_ALL:-}" >> CALLS
                        for word; do
                          case $word in -XX:ArchiveClassesAtExit=*) touch "${word#*=}" ;; esac
                        done
                        """.replace("CALLS", calls.toString()));
        assertThat(home.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        Files.createDirectory(directory.resolve("scripts"));
        Files.copy(Path.of("../../scripts/procpool"), directory.resolve("scripts/procpool"));
    }

    @Test
    void aLocaleThatIsNotInstalledBecomesUtf8AndKeepsItsLanguage() throws Exception {
        String call = lastCall(Map.of("LANG", "xx_YY.UTF-8"));

        assertThat(call).contains("-Duser.language=xx -Duser.country=YY").endsWith("|LC_ALL=C.UTF-8");
    }

    @Test
    void aCLocaleBecomesUtf8AndHasNoLanguage() throws Exception {
        String call = lastCall(Map.of("LC_ALL", "C"));

        assertThat(call).doesNotContain("-Duser.language").endsWith("|LC_ALL=C.UTF-8");
    }

    @Test
    void aLocaleThatKnowsUtf8StaysAsItIs() throws Exception {
        assertThat(lastCall(Map.of("LANG", "C.UTF-8")))
                .doesNotContain("-Duser.language")
                .endsWith("|LC_ALL=");
    }

    @Test
    void theArchiveIsMadeOnceForEachBuildWhoeverHasBuilt() throws Exception {
        Ended first = start(Map.of());
        int afterFirst = calls().size();
        Ended second = start(Map.of());
        int afterSecond = calls().size();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(2)));
        Ended third = start(Map.of());

        assertThat(first.err())
                .isEqualTo("procpool: making the start-up archive (needed once, and after changes; some seconds)\n");
        assertThat(afterFirst)
                .as("worker's archive, supervisor's archive, command")
                .isEqualTo(3);
        assertThat(second.err()).isEmpty();
        assertThat(afterSecond).isEqualTo(4);
        assertThat(third.err()).isEqualTo(first.err());
        assertThat(calls().get(afterSecond - 1)).contains("-XX:SharedArchiveFile=");
    }

    @Test
    void anArchiveThatCannotBeMadeIsTriedOnce() throws Exception {
        Files.writeString(directory.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$*\" >> " + calls + "\nexit 1\n");

        start(Map.of());
        int afterFirst = calls().size();
        start(Map.of());

        assertThat(afterFirst).as("worker's archive, command").isEqualTo(2);
        assertThat(calls()).hasSize(3);
    }

    @Test
    void theLineOfTheReadmePutsItOnThePath() throws Exception {
        String readme = Files.readString(Path.of("../../README.md"));
        String line = readme.substring(readme.indexOf("`mkdir -p ~/.local/bin") + 1);
        String install = line.substring(0, line.indexOf('`'));
        Path home = Files.createDirectory(directory.resolve("clean home"));
        Path elsewhere = Files.createDirectories(directory.resolve("else where/deep"));

        Ended ended = start(
                Map.of("HOME", home.toString()),
                List.of("bash", "-c", install + " && cd \"$1\" && procpool demo", "bash", elsewhere.toString()));

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(home.resolve(".local/bin/procpool")).isSymbolicLink();
        assertThat(calls().get(calls().size() - 1)).contains("-jar " + jar + " demo|");
    }

    /** As root, permissions keep nobody from writing: here a directory is in the way of a file. */
    @Test
    void aCheckoutThatCannotBeWrittenRunsWhatItHasAndSaysSoInOneLine() throws Exception {
        for (String module : List.of("protocol", "worker", "supervisor/cli")) {
            Files.createDirectories(directory.resolve(module + "/src/main"));
            Files.createFile(directory.resolve(module + "/pom.xml"));
        }
        Files.createFile(directory.resolve("pom.xml"));
        Files.createDirectories(directory.resolve("supervisor/cli/target/build.lock"));
        Path built = directory.resolve("supervisor/cli/target/procpool");
        Files.createDirectories(built.resolve("lib"));

        Ended without = start(Map.of());
        Files.createFile(built.resolve("lib/procpool-worker.jar"));
        Files.move(jar, built.resolve("procpool.jar"));
        Files.createFile(built.resolve("supervisor-17.0.9.jsa"));
        Ended with = start(Map.of());

        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.err()).isEqualTo("procpool: it has to be built, and " + directory + " cannot be written\n");
        assertThat(with.exit()).isZero();
        assertThat(with.err())
                .isEqualTo("procpool: it is older than its sources, and " + directory
                        + " cannot be written to build it again\n");
        assertThat(calls().get(calls().size() - 1)).contains("-jar " + built.resolve("procpool.jar") + " demo|");
    }

    private record Ended(int exit, String err) {}

    private String lastCall(Map<String, String> locale) throws Exception {
        start(locale);
        List<String> all = calls();
        return all.get(all.size() - 1);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }

    private Ended start(Map<String, String> locale) throws Exception {
        return start(
                locale, List.of("bash", directory.resolve("scripts/procpool").toString(), "demo"));
    }

    private Ended start(Map<String, String> locale, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        environment.put("JAVA_HOME", directory.resolve("jdk").toString());
        environment.putAll(locale);
        Process process = builder.start();
        process.getOutputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), err);
    }
}
