package dev.procpool.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, where this user may mount one. */
public final class SmallDisk {

    /** The part of a test that uses the disk. */
    public interface Body {
        void run(Path disk) throws Exception;
    }

    private SmallDisk() {}

    /** @param size such as {@code 20m} */
    public static void with(Path directory, String size, Body body) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()) == 0,
                "needs the right to mount a small file system");
        try {
            body.run(disk);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
