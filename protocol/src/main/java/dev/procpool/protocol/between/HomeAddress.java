package dev.procpool.protocol.between;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The place of a home and the secret that opens it. Immutable.
 *
 * @param directory the directory of the home's socket, page and regions, which only its user may enter
 * @param tokenHigh the upper half of a random token that every line begins with
 * @param tokenLow the lower half of the token
 */
public record HomeAddress(String directory, long tokenHigh, long tokenLow) {

    static final int TOKEN_BYTES = 16;

    /** An address with a new token. */
    static HomeAddress in(Path directory) {
        SecureRandom random = new SecureRandom();
        return new HomeAddress(directory.toString(), random.nextLong(), random.nextLong());
    }

    Path socket() {
        return Path.of(directory).resolve("s");
    }

    Path page() {
        return Path.of(directory).resolve("page");
    }

    /** The file of the region of an object. */
    Path region(long serial) {
        return Path.of(directory).resolve("o" + serial);
    }

    byte[] token() {
        return ByteBuffer.allocate(TOKEN_BYTES)
                .putLong(tokenHigh)
                .putLong(tokenLow)
                .array();
    }

    /** The directory, without the token. */
    @Override
    public String toString() {
        return directory;
    }
}
