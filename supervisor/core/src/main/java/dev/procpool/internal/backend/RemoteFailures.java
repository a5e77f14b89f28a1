package dev.procpool.internal.backend;

import dev.procpool.RemoteTaskException;
import dev.procpool.protocol.codec.RemoteFailure;

/** From a failure that came as data to an exception that has that data. Touches no class of the user. */
public final class RemoteFailures {

    private RemoteFailures() {}

    /** The failure, its frames and its causes. */
    public static RemoteTaskException asException(RemoteFailure remote, int workerId, long pid) {
        RemoteTaskException exception = new RemoteTaskException(
                remote.className(),
                remote.message(),
                remote.cause() == null ? null : asException(remote.cause(), workerId, pid),
                workerId,
                pid);
        exception.setStackTrace(remote.frames().toArray(new StackTraceElement[0]));
        return exception;
    }
}
