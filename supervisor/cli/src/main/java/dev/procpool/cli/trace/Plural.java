package dev.procpool.cli.trace;

/** A number with its noun. */
final class Plural {

    private Plural() {}

    static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    static String of(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }
}
