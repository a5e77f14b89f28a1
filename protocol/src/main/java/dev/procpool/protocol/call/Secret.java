package dev.procpool.protocol.call;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token that both ends of a connection must know, and proofs of that knowledge. Immutable.
 *
 * @param token any text
 */
public record Secret(String token) {

    static final int PROOF_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    /** @throws IllegalArgumentException if the token is empty */
    public Secret {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("token must not be empty");
        }
    }

    /**
     * The proof of one end.
     *
     * @param role the end that proves; the two have different ones, so that no proof can be sent back
     * @param challenges random numbers, at least one of which the other end has drawn
     */
    byte[] proof(String role, byte[]... challenges) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(role.getBytes(StandardCharsets.US_ASCII));
            for (byte[] challenge : challenges) {
                mac.update(challenge);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Nothing of the token. */
    @Override
    public String toString() {
        return "Secret";
    }
}
