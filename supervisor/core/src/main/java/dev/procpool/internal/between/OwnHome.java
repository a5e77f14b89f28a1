package dev.procpool.internal.between;

import dev.procpool.PoolException;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.base.Interrupts;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.protocol.between.Home;
import dev.procpool.protocol.between.HomeAddress;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.ObjectName;
import java.io.IOException;
import java.util.Optional;

/**
 * The home of the objects that this process creates, and its directory. It is opened for the first object and closed
 * with the last one, or with the JVM. Thread-safe by its monitor.
 */
final class OwnHome {

    /** A process has one home at a time, as it is one participant. */
    static final OwnHome HERE = new OwnHome();

    /** An object that this process has created, in a home that may have been closed since. */
    record Owned(Home home, ObjectName name) {

        HomeAddress address() {
            return home.address();
        }
    }

    private Home home; // guarded by this; null while there is no object
    private RunDirectory directory; // guarded by this
    private Thread hook; // guarded by this
    private int objects; // guarded by this

    private OwnHome() {}

    /**
     * Creates an object, see {@link Home#create}.
     *
     * @throws PoolException if there is no room for another object
     */
    Owned create(ObjectKind kind, long[] words, long regionBytes) {
        return Interrupts.setAside(() -> make(kind, words, regionBytes));
    }

    private synchronized Owned make(ObjectKind kind, long[] words, long regionBytes) {
        try {
            if (home == null) {
                open();
            }
            Owned owned = new Owned(home, home.create(kind, words, regionBytes));
            objects++;
            return owned;
        } catch (IOException e) {
            throw new PoolException("an object between processes cannot be created: " + FailureText.of(e), e);
        } finally {
            closeIfUnused();
        }
    }

    private void open() throws IOException {
        hook = new Thread(this::endWithTheJvm, "procpool-home-exit");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "an object between processes cannot be created while the JVM is shutting down", e);
        }
        directory = RunDirectory.create(Optional.empty());
        home = Home.open(directory.path());
    }

    /**
     * Ends an object.
     *
     * @param mayBeReused whether no other process has ever heard of it
     */
    synchronized void end(Owned owned, boolean mayBeReused) {
        if (owned.home() == home) {
            home.end(owned.name(), mayBeReused);
            objects--;
            closeIfUnused();
        }
    }

    private synchronized void endWithTheJvm() {
        objects = 0;
        closeIfUnused();
    }

    /** Closes what there is of a home without objects; a failure while it was opened may have left a part of it. */
    private void closeIfUnused() {
        if (objects > 0) {
            return;
        }
        if (home != null) {
            home.close();
            home = null;
        }
        if (directory != null) {
            directory.delete();
            directory = null;
        }
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs, and finds nothing to do.
        }
        hook = null;
    }
}
