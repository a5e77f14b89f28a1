package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file, in the format of sha256sum: with its escapes for names that contain a line end. */
final class Sha256 implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 64 * 1024;

    /** For a small file, to make a digest and a buffer would take as long as to use them. */
    private static final ThreadLocal<Hashing> KEPT = ThreadLocal.withInitial(Hashing::new);

    @Override
    public String apply(String file) throws IOException {
        return line(HexFormat.of().formatHex(KEPT.get().digest(Path.of(file))), file);
    }

    static String line(String hex, String file) {
        boolean escape = file.contains("\\") || file.contains("\n") || file.contains("\r");
        if (!escape) {
            return hex + "  " + file;
        }
        return "\\" + hex + "  "
                + file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** A digest and a buffer. Confined to one thread. */
    private static final class Hashing {

        private final MessageDigest digest = newDigest();
        private final byte[] buffer = new byte[BUFFER];

        private static MessageDigest newDigest() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        byte[] digest(Path file) throws IOException {
            digest.reset(); // a file that could not be read to its end has left something
            try (InputStream in = Files.newInputStream(file)) {
                for (int read; (read = in.read(buffer)) >= 0; ) {
                    digest.update(buffer, 0, read);
                }
            }
            return digest.digest();
        }
    }
}
