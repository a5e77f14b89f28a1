package dev.procpool.cli.task;

/**
 * An item of the command line. Immutable.
 *
 * @param text its text
 * @param problem why it cannot be used; null if it can
 */
public record Item(String text, String problem) {}
