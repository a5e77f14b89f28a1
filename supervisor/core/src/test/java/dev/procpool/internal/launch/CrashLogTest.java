package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashLogTest {

    private static final String HEAD = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f0a1c3e9b2f, pid=4711, tid=4712
            #
            # JRE version: OpenJDK Runtime Environment Temurin-17.0.15+6 (17.0.15+6) (build 17.0.15+6)
            # Problematic frame:
            # V  [libjvm.so+0xf1db2f]  Unsafe_PutInt+0x9f
            """;

    @TempDir
    Path directory;

    private Path log(String text) throws IOException {
        return Files.writeString(directory.resolve("hs_err_pid4711.log"), text);
    }

    @Test
    void namesTheSignalThatTheJvmCrashedBy() throws IOException {
        Path file = log(HEAD);

        assertThat(CrashLog.in(file, Instant.now())).contains(new CrashLog(file, Optional.of("SIGSEGV")));
        assertThat(CrashLog.signalIn(HEAD.lines())).contains("SIGSEGV");
    }

    @Test
    void namesNoSignalWhereTheJvmFoundAnErrorOfItsOwn() throws IOException {
        Path file =
                log(HEAD.replace("SIGSEGV (0xb) at pc=0x00007f0a1c3e9b2f", "Internal Error (sharedRuntime.cpp:553)"));

        assertThat(CrashLog.in(file, Instant.now())).contains(new CrashLog(file, Optional.empty()));
    }

    @Test
    void isNotThatOfAnEarlierProcessWithTheSameId() throws IOException {
        Path file = log(HEAD);

        assertThat(CrashLog.in(file, Instant.now().plusSeconds(60))).isEmpty();
    }

    @Test
    void isEmptyWhereThereIsNone() {
        assertThat(CrashLog.in(directory.resolve("none"), Instant.now())).isEmpty();
    }

    @Test
    void aFileThatIsNoTextIsALogWithoutASignal() throws IOException {
        Path file = Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xff, 0, (byte) 0xfe, '\n'});

        assertThat(CrashLog.in(file, Instant.now())).contains(new CrashLog(file, Optional.empty()));
    }
}
