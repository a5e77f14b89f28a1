package dev.procpool.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One bare JVM that does in a loop what {@code run square} and {@code run sha256} do. */
final class LineLoop {

    private static final int BUFFER = 64 << 10;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];

    private LineLoop(MessageDigest digest) {
        this.digest = digest;
    }

    /** The argument is {@code square} or {@code sha256}. */
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        LineLoop loop = new LineLoop(MessageDigest.getInstance("SHA-256"));
        boolean square = args[0].equals("square");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), BUFFER);
                BufferedWriter out =
                        new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), BUFFER)) {
            for (String line; (line = in.readLine()) != null; ) {
                out.write(square ? squared(line) : loop.hashed(line));
                out.write('\n');
            }
        }
    }

    private static String squared(String line) {
        long number = Long.parseLong(line);
        return Long.toString(number * number);
    }

    private String hashed(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            for (int read; (read = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest()) + "  " + file;
    }
}
