package dev.procpool.cli;

/** The exit codes of the command line. */
final class ExitCodes {

    static final int OK = 0;
    static final int INTERNAL_ERROR = 1;
    static final int USAGE = 2;
    static final int ITEMS_FAILED = 3;
    static final int HALTED = 4;
    static final int POOL_BROKEN = 5;
    static final int CHECK_FAILED = 6;
    static final int STDOUT_CLOSED = 141;

    private ExitCodes() {}
}
