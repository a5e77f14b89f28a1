package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.PoolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    private static final long GUARD_SECONDS = 30;
    private static final int BELOW = 52;

    @TempDir
    Path parent;

    private Path make(long pid, long startMillis, String... files) throws IOException {
        Path made =
                Files.createDirectory(parent.resolve(new RunDirectoryName(pid, startMillis, "12345678").toString()));
        Files.createDirectory(made.resolve("w1.g1"));
        for (String file : files) {
            Files.createFile(made.resolve(file));
        }
        return made;
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().orElseThrow().toEpochMilli();
    }

    private static ProcessHandle ended() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.toHandle();
    }

    private void startAndEnd() {
        RunDirectory.create(Optional.of(parent)).delete();
    }

    @Test
    void aDirectoryWithoutItsOwnerFileIsRemovedOnceItsProcessHasEnded() throws Exception {
        Path left = make(ended().pid(), 1);

        startAndEnd();

        assertThat(left).doesNotExist();
    }

    @Test
    void aDirectoryWhoseOwnerFileIsStillEmptyIsRemovedOnceItsProcessHasEnded() throws Exception {
        Path left = make(ended().pid(), 1, RunDirectory.OWNER);

        startAndEnd();

        assertThat(left).doesNotExist();
    }

    @Test
    void aDirectoryOfAProcessWhoseIdAYoungerOneHasIsRemoved() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        Path left = make(self.pid(), startMillis(self) - TimeUnit.HOURS.toMillis(1));

        startAndEnd();

        assertThat(left).doesNotExist();
    }

    @Test
    void aDirectoryThatALivingProcessIsJustMakingStays() throws Exception {
        Process living = new ProcessBuilder("cat").start();
        try {
            Path without = make(living.pid(), startMillis(living.toHandle()));
            startAndEnd();
            assertThat(without).exists();

            Path withEmpty = Files.createFile(without.resolve(RunDirectory.OWNER));
            startAndEnd();
            assertThat(withEmpty).exists();
        } finally {
            living.destroyForcibly();
        }
    }

    @Test
    void directoriesWithOtherNamesStay() throws Exception {
        List<Path> others = new ArrayList<>();
        for (String name : List.of("procpool.log", "procpool.1.x", "procpool.x.y.z", "other.1.1.1")) {
            others.add(Files.createDirectory(parent.resolve(name)));
        }

        startAndEnd();

        assertThat(others).allMatch(Files::exists);
    }

    @Test
    void theOwnerFileIsRemovedAfterEverythingElse() throws Exception {
        RunDirectory directory = RunDirectory.create(Optional.of(parent));
        for (int i = 1; i <= 20; i++) {
            Files.createFile(directory.path().resolve("file" + i));
            directory.createWorkerDirectory(i, 1);
        }
        try (WatchService watch = parent.getFileSystem().newWatchService()) {
            directory.path().register(watch, StandardWatchEventKinds.ENTRY_DELETE);

            directory.delete();

            List<String> removed = new ArrayList<>();
            while (removed.size() < 41) {
                for (WatchEvent<?> event :
                        watch.poll(GUARD_SECONDS, TimeUnit.SECONDS).pollEvents()) {
                    removed.add(event.context().toString());
                }
            }
            assertThat(removed.get(40)).isEqualTo(RunDirectory.OWNER);
        }
        assertThat(directory.path()).doesNotExist();
    }

    // ---- the place

    @Test
    void aShortDirectoryIsUsedAsItIs() {
        assertThat(RunDirectoryParent.choose(Optional.of(parent), BELOW)).isEqualTo(parent);
    }

    /** 49 characters of three bytes each, where file names are UTF-8. */
    private static Path longInBytes() {
        boolean utf8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        return Path.of(utf8 ? "/tmp/" + "很".repeat(44) : "/tmp/" + "x".repeat(116));
    }

    @Test
    void thePathIsMeasuredInBytes() {
        Path chosen = RunDirectoryParent.choose(Optional.of(longInBytes()), BELOW);

        assertThat(chosen).isNotEqualTo(longInBytes());
        assertThat(chosen.toString().length()).isLessThan(BELOW);
    }

    @Test
    void whereNoDirectoryIsShortEnoughTheMessageNamesThem() {
        assertThatThrownBy(() -> RunDirectoryParent.choose(Optional.of(parent), 104))
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("/tmp")
                .hasMessageContaining("at most 2 bytes");
    }

    @Test
    void thePathOfASocketFitsForLateIncarnationsOfAnyWorker() throws Exception {
        RunDirectory directory = RunDirectory.create(Optional.empty());
        try {
            Path worker = directory.createWorkerDirectory(99_999, 9_999_999);
            ControlServer.open(worker.resolve("s")).close();
        } finally {
            directory.delete();
        }
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
    }
}
