package dev.procpool.cli;

/** The end of a result that is printed. */
enum ResultEnd {
    /** A line feed follows the result, which is the text of a value. */
    LINE_FEED,
    /** Nothing follows the result, which is the output of a command. */
    NONE
}
