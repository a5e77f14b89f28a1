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

    @Override
    public String apply(String file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] buffer = new byte[BUFFER];
            for (int read; (read = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, read);
            }
        }
        return line(HexFormat.of().formatHex(digest.digest()), file);
    }

    static String line(String hex, String file) {
        boolean escape = file.contains("\\") || file.contains("\n") || file.contains("\r");
        if (!escape) {
            return hex + "  " + file;
        }
        return "\\" + hex + "  "
                + file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
}
