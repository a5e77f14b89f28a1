package dev.procpool.tasks.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procpool.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandRunTest {

    private static final int MUCH = 16 << 20;
    private static final int BUSY_THREADS = 100;
    private static final int RUNS = 30;

    @TempDir
    private Path directory;

    @Test
    void theOutputIsTheResultToTheLastByte() throws Exception {
        byte[] output = run("printf 'a\\n\\377b'", MUCH);

        assertArrayEquals(new byte[] {'a', '\n', (byte) 0xFF, 'b'}, output);
    }

    @Test
    void aLargeOutputDoesNotBlockTheCommand() throws Exception {
        assertEquals(10_000_000, run("head -c 10000000 /dev/zero", MUCH).length);
    }

    @Test
    void noOutputIsLostOnABusyMachine() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> busy = Stream.generate(() -> new Thread(() -> spin(isOver)))
                .limit(BUSY_THREADS)
                .toList();
        busy.forEach(Thread::start);
        try {
            for (int i = 0; i < RUNS; i++) {
                assertEquals("out\n", new String(run("echo out", MUCH), StandardCharsets.US_ASCII));
            }
        } finally {
            isOver.set(true);
            for (Thread thread : busy) {
                thread.join();
            }
        }
    }

    private static void spin(AtomicBoolean isOver) {
        while (!isOver.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theStandardInputIsEmpty() throws Exception {
        assertEquals("0", new String(run("wc -c", MUCH), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void anExitCodeOtherThanZeroIsAFailureWithTheOutput() {
        CommandFailedException e = assertThrows(CommandFailedException.class, () -> run("echo half; exit 3", MUCH));

        assertEquals(3, e.exitCode());
        assertEquals("/bin/sh ended with exit code 3", e.getMessage());
        assertArrayEquals("half\n".getBytes(StandardCharsets.US_ASCII), e.output());
    }

    @Test
    void aSignalIsNamedByItsNumber() {
        CommandFailedException e = assertThrows(CommandFailedException.class, () -> run("kill -9 $$", MUCH));

        assertEquals(137, e.exitCode());
        assertTrue(e.getMessage().endsWith("killed by signal 9"), e.getMessage());
    }

    @Test
    void aProgramThatDoesNotExistIsAFailureThatNamesIt() {
        CommandFailedException e = assertThrows(
                CommandFailedException.class, () -> new CommandRun(List.of("no-such-program"), MUCH).call());

        assertEquals(127, e.exitCode());
        assertTrue(e.getMessage().contains("no-such-program"), e.getMessage());
    }

    @Test
    void anEndlessOutputEndsTheCommand() {
        CommandFailedException e = assertThrows(CommandFailedException.class, () -> run("exec yes", 100_000));

        assertTrue(e.getMessage().endsWith("its output is larger than 100000 bytes"), e.getMessage());
        assertTrue(e.output().length <= 100_000);
    }

    @Test
    void aDaemonThatHoldsTheOutputOpenIsNotWaitedFor() throws Exception {
        Path pid = directory.resolve("pid");

        byte[] output = run("sleep 1000 & echo $! > " + pid + "; echo done", MUCH);

        assertEquals("done\n", new String(output, StandardCharsets.US_ASCII));
        ProcessHandle daemon = process(pid);
        assertTrue(daemon.isAlive());
        daemon.destroyForcibly();
    }

    @Test
    void anInterruptKillsTheCommandAndItsDescendants() throws Exception {
        Path pid = directory.resolve("pid");
        Thread waiting = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            Await.orFail(() -> Files.exists(pid));
            waiting.interrupt();
        });
        interrupter.start();

        assertThrows(
                InterruptedException.class,
                () -> run(
                        "sh -c 'echo $$ > " + directory + "/new; mv " + directory + "/new " + pid
                                + "; sleep 1000; true'; true",
                        MUCH));

        ProcessHandle descendant = process(pid);
        Await.orFail(() -> !descendant.isAlive());
        interrupter.join();
    }

    private static byte[] run(String line, int maxOutputBytes) throws Exception {
        return new CommandRun(List.of("/bin/sh", "-c", line), maxOutputBytes).call();
    }

    private static ProcessHandle process(Path pid) throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }
}
