package dev.procpool.protocol.between;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * An object that {@link Home#create} has made, in this or another process. The first operation connects to the home.
 * Thread-safe.
 */
public final class SharedObject {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HomeAddress home;
    private final ObjectName name;
    private final ObjectKind kind;
    private volatile Attached attached;

    public SharedObject(HomeAddress home, ObjectName name, ObjectKind kind) {
        this.home = home;
        this.name = name;
        this.kind = kind;
    }

    /**
     * The object's words.
     *
     * @return null if the home does not answer in time
     * @throws HomeLostException if the home is gone or has closed the object
     */
    Attached attach(long timeoutNanos) throws InterruptedException {
        Attached here = attached;
        if (here == null) {
            Participant participant = Homes.HERE.participantIn(home, timeoutNanos);
            here = participant == null ? null : attachTo(participant);
        }
        if (here != null) {
            here.requireOpen();
        }
        return here;
    }

    /**
     * The object's words, for an operation without a time limit.
     *
     * @throws HomeLostException if the home is gone, does not answer within 10 seconds, or has closed the object
     */
    Attached attach() {
        Attached here = attached;
        if (here == null) {
            return attachUninterruptibly();
        }
        here.requireOpen();
        return here;
    }

    private Attached attachUninterruptibly() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Attached here = attach(PATIENCE_NANOS);
                    if (here == null) {
                        throw new HomeLostException("the process that keeps " + home + " does not answer", null);
                    }
                    return here;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Attached attachTo(Participant participant) {
        participant.requireLine();
        Region words = participant.words();
        int index = name.index();
        if (index < 0 || index >= Math.min(words.get(Layout.USED_OBJECTS), Layout.STANDARD.maxObjects())) {
            throw new HomeLostException("there is no " + name + " in " + home, null);
        }
        int at = participant.layout().object(index);
        if (words.get(Layout.word(at, Layout.SERIAL)) != name.serial()) {
            throw closed(home, name);
        }
        if (words.get(Layout.word(at, Layout.KIND)) != kind.number()) {
            throw new HomeLostException(name + " in " + home + " is no " + kind, null);
        }
        Attached here = new Attached(participant, words, at, region(words.get(Layout.word(at, Layout.REGION))), name);
        attached = here;
        return here;
    }

    private Region region(long bytes) {
        if (bytes == 0) {
            return null;
        }
        try {
            return Region.open(home.region(name.serial()), bytes);
        } catch (IOException e) {
            throw new HomeLostException("the memory of " + name + " in " + home + " cannot be used: " + e, e);
        }
    }

    static HomeLostException closed(HomeAddress home, ObjectName name) {
        return new HomeLostException("the process that keeps " + home + " has closed " + name, null);
    }
}
