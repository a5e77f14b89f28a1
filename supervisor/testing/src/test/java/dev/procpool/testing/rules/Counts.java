package dev.procpool.testing.rules;

final class Counts {

    static int count;

    private Counts() {}
}
