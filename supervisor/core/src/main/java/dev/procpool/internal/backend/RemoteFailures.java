package dev.procpool.internal.backend;

import dev.procpool.RemoteTaskException;
import dev.procpool.protocol.codec.RemoteFailure;

/** Makes exceptions from failures that came as data. Touches no class of the user. */
public final class RemoteFailures {

    private RemoteFailures() {}

    /** An exception with the data of the failure: its message, its frames and its causes. */
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
