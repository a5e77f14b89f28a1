package dev.procpool;

/**
 * An object between processes, such as a {@link ProcessLock}, cannot be used any more: the process that created it has
 * ended, or has closed it. In a task it fails that item only.
 */
public final class HomeGoneException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** An exception whose message names the home. */
    public HomeGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
