package dev.procpool.protocol.between;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The process that created objects, in its office as their home: lets participants in, decides for which sleeping
 * thread an object is, and repairs what a process that died has left. Thread-safe by one short lock, under which no
 * user code runs and nothing blocks.
 *
 * <p>The end of a participant's line proves its death: the kernel closes the descriptors of a process with its last
 * thread, so no word is changed by a process whose line has ended, and the home repairs without races.
 */
public final class Home implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Home.class.getName());

    private static final int BACKLOG = 1024;

    /** The wait after a connection could not be accepted, as descriptors have run out. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final HomeAddress address;
    private final Layout layout = Layout.STANDARD;
    private final Region page;
    private final ServerSocketChannel server;
    private final Participant self;
    private final Decisions decisions;
    private final AtomicLong lastSerial = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean(); // said in the log
    private final ReentrantLock lock = new ReentrantLock();
    private final Objects objects; // guarded by lock
    private final Map<Long, Guest> guests = new HashMap<>(); // guarded by lock
    private final BitSet slots = new BitSet(); // guarded by lock
    private long lastNumber = Participant.HOME; // guarded by lock
    private boolean closed; // guarded by lock

    private Home(HomeAddress address, Region page, ServerSocketChannel server) {
        this.address = address;
        this.page = page;
        this.server = server;
        this.objects = new Objects(page, layout);
        this.self =
                new Participant(address, Participant.HOME, Participant.SLOT_OF_THE_HOME, page, layout, this::decide);
        this.decisions = new Decisions(page, layout, objects, this::wake);
        this.slots.set(Participant.SLOT_OF_THE_HOME);
    }

    /**
     * Opens a home.
     *
     * @param directory an empty directory that only this user may enter; removed by the caller after {@link #close}
     */
    public static Home open(Path directory) throws IOException {
        HomeAddress address = HomeAddress.in(directory);
        Region page = Page.create(address.page(), Layout.STANDARD);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(address.socket()), BACKLOG);
            server.configureBlocking(false);
            Home home = new Home(address, page, server);
            Lines.HERE.add(server, SelectionKey.OP_ACCEPT, home::accept);
            Homes.HERE.opened(address, home.self);
            return home;
        } catch (IOException | RuntimeException | Error e) { // the system may have no more threads
            server.close();
            throw e;
        }
    }

    /** The address that travels to other processes. */
    public HomeAddress address() {
        return address;
    }

    /**
     * Makes an object.
     *
     * @param words the words of the object, see {@link Layout}; the ones that are missing are 0, and the ones that are
     *     the same for all kinds are ignored
     * @param regionBytes the size of the object's region, which is all 0, or 0 for none
     * @throws IOException if the disk is full
     * @throws IllegalStateException if the home has all the objects that it can have, or is closed
     */
    public ObjectName create(ObjectKind kind, long[] words, long regionBytes) throws IOException {
        long serial = lastSerial.incrementAndGet();
        Path file = address.region(serial);
        Region region = regionBytes == 0 ? null : Region.create(file, regionBytes, kind.reservedBytes(regionBytes));
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the home " + address + " is closed");
            }
            ObjectName name = objects.create(kind, serial, words, region, regionBytes);
            region = null;
            return name;
        } finally {
            lock.unlock();
            if (region != null) {
                Region.delete(file);
            }
        }
    }

    /**
     * Ends an object: threads that wait for it wake, and every later operation on it throws.
     *
     * @param mayBeReused whether no other process has ever heard of the object
     */
    public void end(ObjectName name, boolean mayBeReused) {
        lock.lock();
        try {
            HomeObject object = closed ? null : objects.get(name);
            if (object != null) {
                decisions.end(object);
                objects.remove(name, mayBeReused);
                Region.delete(address.region(name.serial()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            for (SocketChannel socket = server.accept(); socket != null; socket = server.accept()) {
                new Guest(this, socket).listen();
                full.set(false);
            }
        } catch (IOException | OutOfMemoryError e) {
            if (server.isOpen()) {
                Level level = full.getAndSet(true) ? Level.DEBUG : Level.WARNING;
                LOG.log(level, "{0}: no process can be let in at the moment: {1}", address, e);
                LockSupport.parkNanos(RETRY_NANOS); // the connection is still there, and so is the cause
            }
        }
    }

    void refused() {
        LOG.log(Level.WARNING, "{0}: refused a connection with a wrong token", address);
    }

    /** A guest has shown the token; returns its number and gives it a slot. */
    long enter(Guest guest) throws IOException {
        lock.lock();
        try {
            int slot = slots.nextClearBit(0);
            if (closed || lastNumber + 1 >= LockWord.ENDED || slot >= Participant.MAX_SLOTS) {
                throw new IOException("the home takes no more participants");
            }
            lastNumber++;
            slots.set(slot);
            guest.sitsAt(slot);
            guests.put(lastNumber, guest);
            return lastNumber;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A line has ended.
     *
     * @param number 0 if the guest had not shown the token
     */
    void left(Guest guest, long number) {
        lock.lock();
        try {
            if (!closed && guests.remove(number, guest)) {
                decisions.afterTheDeathOf(new Dead(number, guest.slot()));
                slots.clear(guest.slot());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at one word, whose change needs the home. A word in which no thread can wait is ignored. */
    void decide(long wordAt) {
        lock.lock();
        try {
            if (!closed) {
                decisions.decide(wordAt);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at everything if a ring did not fit into a line. */
    void lookForLostRings() {
        if (page.compareAndSet(Layout.LOST_RING, 1, 0)) {
            lock.lock();
            try {
                decisions.decideAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void wake(long participant) {
        if (participant == Participant.HOME) {
            self.waiters().wakeGranted();
            return;
        }
        Guest guest = guests.get(participant);
        if (guest != null) {
            guest.wake();
        }
    }

    /** Ends all lines; every operation on an object of this home throws from now on. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            Homes.HERE.closed(address);
            Lines.HERE.remove(server);
            guests.values().forEach(Guest::close);
            guests.clear();
        } finally {
            lock.unlock();
        }
        self.lose("it has closed it");
    }
}
