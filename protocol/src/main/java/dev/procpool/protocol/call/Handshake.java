package dev.procpool.protocol.call;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * The beginning of every connection: both ends prove that they know the token. All parts have a fixed length, so
 * nothing is decoded, and nothing of a length that the other end tells is allocated, before both proofs were right.
 *
 * <pre>
 * caller   +----------+---------------+
 *          | magic u64| challenge 32  |
 *          +----------+---------------+
 * manager  +---------------+
 *          | challenge 32  |
 *          +---------------+
 * caller   +-----------+                        HMAC-SHA-256(token, "caller", both challenges)
 *          | proof 32  |
 *          +-----------+
 * manager  +----+-----------+---------+----------------+----------------+
 *          | 1  | proof 32  | id 16   | one JDK u64    | two JDKs u64   |   or a single 0: the token was wrong
 *          +----+-----------+---------+----------------+----------------+
 * caller   +-------------+
 *          | dialect u8  |                      the encoding of all values that follow
 *          +-------------+
 * </pre>
 */
public final class Handshake {

    private static final long MAGIC = 0x70726f63706d3031L; // procpm01
    private static final int CHALLENGE_BYTES = 32;
    private static final int WELCOME_BYTES = Secret.PROOF_BYTES + 4 * Long.BYTES;
    private static final String CALLER = "caller";
    private static final String MANAGER = "manager";

    /**
     * The manager at the other end.
     *
     * @param idHigh the upper half of a random number that no other manager has
     * @param idLow the lower half
     * @param oneJdk the fingerprint of its codec among JVMs of one JDK
     * @param twoJdks the fingerprint of its codec for JVMs of two JDKs
     */
    public record Welcome(long idHigh, long idLow, long oneJdk, long twoJdks) {}

    /** Chooses the encoding once the other end is known. */
    public interface Choice {

        /**
         * The number of the dialect.
         *
         * @throws IOException if the two ends have none in common
         */
        int of(Welcome welcome) throws IOException;
    }

    private Handshake() {}

    /**
     * Opens a connection as its caller.
     *
     * @throws WrongTokenException if one of the ends does not know the token of the other
     */
    public static Welcome call(SocketChannel socket, Secret secret, long timeoutNanos, Choice choice)
            throws IOException {
        TimedChannel channel = new TimedChannel(socket, timeoutNanos);
        byte[] mine = challenge();
        channel.write(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).array(), mine);
        byte[] theirs = channel.read(CHALLENGE_BYTES);
        channel.write(secret.proof(CALLER, mine, theirs));
        if (channel.read(1)[0] != 1) {
            throw new WrongTokenException("the manager has refused the token");
        }
        ByteBuffer welcome = ByteBuffer.wrap(channel.read(WELCOME_BYTES));
        byte[] proof = new byte[Secret.PROOF_BYTES];
        welcome.get(proof);
        if (!MessageDigest.isEqual(proof, secret.proof(MANAGER, mine, theirs))) {
            throw new WrongTokenException("the process that answered does not know the token");
        }
        Welcome manager = new Welcome(welcome.getLong(), welcome.getLong(), welcome.getLong(), welcome.getLong());
        channel.write(new byte[] {(byte) choice.of(manager)});
        channel.end();
        return manager;
    }

    /**
     * Opens a connection as its manager; returns the dialect that the caller has chosen.
     *
     * @throws WrongTokenException if the caller does not know the token
     */
    public static int answer(SocketChannel socket, Secret secret, long timeoutNanos, Welcome self) throws IOException {
        TimedChannel channel = new TimedChannel(socket, timeoutNanos);
        if (ByteBuffer.wrap(channel.read(Long.BYTES)).getLong() != MAGIC) {
            throw new IOException("not a caller of a manager");
        }
        byte[] theirs = channel.read(CHALLENGE_BYTES);
        byte[] mine = challenge();
        channel.write(mine);
        byte[] proof = channel.read(Secret.PROOF_BYTES);
        if (!MessageDigest.isEqual(proof, secret.proof(CALLER, theirs, mine))) {
            channel.write(new byte[] {0});
            throw new WrongTokenException("a caller with a wrong token");
        }
        ByteBuffer welcome = ByteBuffer.allocate(1 + WELCOME_BYTES);
        welcome.put((byte) 1).put(secret.proof(MANAGER, theirs, mine));
        welcome.putLong(self.idHigh())
                .putLong(self.idLow())
                .putLong(self.oneJdk())
                .putLong(self.twoJdks());
        channel.write(welcome.array());
        try {
            int dialect = channel.read(1)[0];
            channel.end();
            return dialect;
        } catch (EOFException e) {
            throw new IOException("the caller has another version of procpool", e);
        }
    }

    private static byte[] challenge() {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        return challenge;
    }
}
