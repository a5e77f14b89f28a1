package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Another process as its home sees it, played by hand: a line, a number, and words that are changed step by step. To
 * close the line is to die.
 */
final class RawGuest implements AutoCloseable {

    private final SocketChannel line;
    private final long number;
    private final int slot;
    private final Region page;

    private RawGuest(SocketChannel line, long number, int slot, Region page) {
        this.line = line;
        this.number = number;
        this.slot = slot;
        this.page = page;
    }

    static RawGuest enter(Home home) throws IOException {
        SocketChannel line =
                SocketChannel.open(UnixDomainSocketAddress.of(home.address().socket()));
        line.write(ByteBuffer.wrap(home.address().token()));
        ByteBuffer welcome = ByteBuffer.allocate(Link.WELCOME_BYTES);
        while (welcome.hasRemaining() && line.read(welcome) >= 0) {
            // The home answers within a moment.
        }
        Region page = Page.open(home.address().page(), Layout.STANDARD);
        return new RawGuest(line, welcome.flip().getLong(), welcome.getInt(), page);
    }

    int slot() {
        return slot;
    }

    long number() {
        return number;
    }

    Region page() {
        return page;
    }

    void say(byte[] bytes) throws IOException {
        line.write(ByteBuffer.wrap(bytes));
    }

    /** Rings for the main word of an object. */
    void ring(ObjectName name) throws IOException {
        say(ByteBuffer.allocate(Integer.BYTES).putInt(at(name) / Long.BYTES).array());
    }

    static int at(ObjectName name) {
        return Layout.STANDARD.object(name.index());
    }

    void take(ObjectName name) {
        assertThat(Acquisition.tryTake(page, at(name), number)).isNotNull();
    }

    /** Frees the word; returns whether the home has to be rung. */
    boolean free(ObjectName name) {
        return Release.of(page, at(name), number, false) == Release.RING;
    }

    /** Goes through a cell until the thread would sleep. */
    Acquisition sleepFor(ObjectName name) {
        int cell = new Waiters(page, Layout.STANDARD, number).begin().cellAt();
        Acquisition way = Acquisition.through(cell, at(name), number);
        while (!way.isAsleep() && !way.isDone()) {
            way = way.step(page);
        }
        return way;
    }

    /** Goes through a cell until the thread would sleep for a hint. */
    HintWait sleepAt(HintPlace place, long argument) {
        HintWait way = HintWait.through(
                new Waiters(page, Layout.STANDARD, number).begin().cellAt(), place, argument);
        while (!way.isAsleep()) {
            way = way.step(page);
        }
        return way;
    }

    /** Takes a permit of a bounded semaphore or gives one back. */
    boolean book(ObjectName name, Region books, boolean takes) {
        Booking booking = new Booking(at(name), slot, takes);
        while (!booking.isOver()) {
            booking.step(page, books);
        }
        return booking.phase() == Booking.Phase.DONE;
    }

    /** Goes on where the thread was woken. */
    Outcome outcomeOf(Way asleep) {
        Way way = asleep.step(page).step(page);
        while (!way.isAsleep() && !way.isDone()) {
            way = way.step(page);
        }
        return way.outcome();
    }

    /** Waits for a ring. */
    void awaitRing() throws IOException {
        assertThat(line.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
