package dev.procpool.protocol.between;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;

/**
 * The home's end of the line to one participant, see {@link Link}. A peer that has the token is believed to be a
 * participant; its rings only make the home look, so false ones do no harm. Confined to the thread of the lines, but
 * for {@link #wake}, which is thread-safe.
 */
final class Guest {

    private static final System.Logger LOG = System.getLogger(Guest.class.getName());
    private static final byte[] RING = {1};

    /** The reads after which other lines have their turn, whatever is left. */
    private static final int MAX_ROUNDS = 16;

    private final Home home;
    private final SocketChannel socket;
    private final ByteBuffer received = ByteBuffer.allocateDirect(1024);
    private long number; // 0 until the token was right
    private int slot; // guarded by the home's lock

    Guest(Home home, SocketChannel socket) {
        this.home = home;
        this.socket = socket;
    }

    /** Begins to listen to a connection that was accepted. */
    void listen() throws IOException {
        socket.configureBlocking(false);
        Lines.HERE.add(socket, SelectionKey.OP_READ, this::read);
    }

    private void read() {
        boolean isOpen = false;
        try {
            isOpen = readAll();
        } catch (IOException e) {
            // A broken line says the same as its end.
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the line to a participant is given up; its locks count as abandoned", e);
        } finally {
            if (!isOpen) {
                close();
                home.left(this, number);
            }
        }
    }

    private boolean readAll() throws IOException {
        for (int i = 0; i < MAX_ROUNDS; i++) {
            int read = socket.read(received);
            received.flip();
            boolean isWelcome = number != 0 || enter();
            while (number != 0 && received.remaining() >= Integer.BYTES) {
                home.decide(Integer.toUnsignedLong(received.getInt()) * Long.BYTES);
            }
            boolean isFull = received.limit() == received.capacity();
            received.compact();
            if (read < 0 || !isWelcome) {
                return false;
            }
            if (!isFull) {
                break;
            }
        }
        home.lookForLostRings();
        return true;
    }

    /** Checks the token; returns false if it is wrong. */
    private boolean enter() throws IOException {
        if (received.remaining() < HomeAddress.TOKEN_BYTES) {
            return true;
        }
        byte[] token = new byte[HomeAddress.TOKEN_BYTES];
        received.get(token);
        if (!MessageDigest.isEqual(token, home.address().token())) {
            home.refused();
            return false;
        }
        number = home.enter(this);
        ByteBuffer welcome = ByteBuffer.allocate(Link.WELCOME_BYTES);
        socket.write(welcome.putLong(number).putInt(slot).flip()); // an empty line has room for it
        return true;
    }

    /** The home has let the participant in. */
    void sitsAt(int given) {
        slot = given;
    }

    int slot() {
        return slot;
    }

    /** Wakes the participant. A line that is full has rings that it has not read; one ring is enough. */
    void wake() {
        try {
            socket.write(ByteBuffer.wrap(RING));
        } catch (IOException e) {
            // The participant is gone, which the end of the line reports.
        }
    }

    void close() {
        Lines.HERE.remove(socket);
    }
}
