package dev.procpool.cli;

/** The places of option groups in a help text. Options without a place come last: picocli gives them -1. */
final class HelpOrder {

    static final int SIZE = -9;
    static final int SUPERVISION = -8;
    static final int JOB_LOG = -7;
    static final int RESULTS = -6;
    static final int FLOW = -5;
    static final int WORKERS = -4;
    static final int ITEMS = -3;
    static final int POOL = -2;

    private HelpOrder() {}
}
