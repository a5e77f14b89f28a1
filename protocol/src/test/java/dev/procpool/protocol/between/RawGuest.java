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
    private final Page page;

    private RawGuest(SocketChannel line, long number, Page page) {
        this.line = line;
        this.number = number;
        this.page = page;
    }

    static RawGuest enter(Home home) throws IOException {
        SocketChannel line =
                SocketChannel.open(UnixDomainSocketAddress.of(home.address().socket()));
        line.write(ByteBuffer.wrap(home.address().token()));
        ByteBuffer welcome = ByteBuffer.allocate(Long.BYTES);
        while (welcome.hasRemaining() && line.read(welcome) >= 0) {
            // The home answers within a moment.
        }
        return new RawGuest(
                line, welcome.flip().getLong(), Page.open(home.address().page(), Layout.STANDARD));
    }

    long number() {
        return number;
    }

    Page page() {
        return page;
    }

    void say(byte[] bytes) throws IOException {
        line.write(ByteBuffer.wrap(bytes));
    }

    void ring(int object) throws IOException {
        say(ByteBuffer.allocate(Integer.BYTES).putInt(object).array());
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

    /** Goes on where the thread was woken. */
    Outcome outcomeOf(Acquisition asleep) {
        Acquisition way = asleep.step(page).step(page);
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
