package dev.procpool.internal.manager;

import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections to a manager that no call uses at the moment; the one that was used last is taken next. Thread-safe.
 */
final class IdleLines {

    private static final int MOST = 32;

    private final Endpoint endpoint;
    private final Deque<OpenLine> lines = new ConcurrentLinkedDeque<>();
    private final AtomicInteger count = new AtomicInteger();

    IdleLines(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    OpenLine take() throws IOException {
        OpenLine line = lines.pollFirst();
        if (line == null) {
            return OpenLine.to(endpoint);
        }
        count.decrementAndGet();
        return line;
    }

    /**
     * Keeps a connection for later calls.
     *
     * @param inOrder false if the connection has failed: the others have most likely failed, too
     */
    void giveBack(OpenLine line, boolean inOrder) {
        if (inOrder && count.incrementAndGet() <= MOST) {
            lines.addFirst(line);
            return;
        }
        if (inOrder) {
            count.decrementAndGet();
        } else {
            close();
        }
        line.line().close();
    }

    void close() {
        for (OpenLine line = lines.pollFirst(); line != null; line = lines.pollFirst()) {
            count.decrementAndGet();
            line.line().close();
        }
    }
}
