package dev.procpool;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A pipe that one process receives from while others send, and die. Thread-safe, except that one thread at a time
 * receives.
 */
final class BetweenPipe implements AutoCloseable {

    private static final Duration WHILE = Duration.ofMillis(10);

    private final ProcessPipe<Void, BetweenQueues.Numbered> pipe = ProcessPipe.oneWay();
    private final Map<Long, Integer> sentBy = new ConcurrentHashMap<>();
    private final Map<Long, Integer> gotFrom = new HashMap<>(); // confined to the thread that receives

    /** The end that travels. */
    Connection<BetweenQueues.Numbered, Void> sender() {
        return pipe.second();
    }

    /** Sends some messages, as a user that no other is; returns their number. */
    static int use(Connection<BetweenQueues.Numbered, Void> sender, long user, int messages)
            throws IOException, InterruptedException {
        try (sender) {
            for (int i = 1; i <= messages; i++) {
                sender.send(new BetweenQueues.Numbered(user, i));
            }
        }
        return messages;
    }

    /** Notes how many messages a user has sent that was not killed. */
    void hasSent(long user, int messages) {
        sentBy.put(user, messages);
    }

    /** Receives a message if there is one soon: those of each user come in their order and without a gap. */
    void receive() throws EOFException, InterruptedException {
        if (pipe.first().poll(WHILE)) {
            note(pipe.first().receive());
        }
    }

    private void note(BetweenQueues.Numbered message) {
        int before = gotFrom.getOrDefault(message.putter(), 0);
        BetweenUser.check(message.number() == before + 1, message + " after " + before);
        gotFrom.put(message.putter(), message.number());
    }

    /** Receives the rest, up to the end of the pipe; no message of a user that was not killed may be missing. */
    void assertNothingIsLost() throws InterruptedException {
        pipe.second().close();
        while (true) {
            BetweenUser.check(pipe.first().poll(BetweenUser.FROZEN), "the pipe has no end");
            try {
                note(pipe.first().receive());
            } catch (EOFException e) {
                break; // all that sent have closed their ends, or are dead
            }
        }
        sentBy.forEach((user, messages) ->
                BetweenUser.check(messages.equals(gotFrom.get(user)), "messages of user " + user + " are lost"));
    }

    @Override
    public void close() {
        pipe.first().close();
        pipe.second().close();
    }
}
