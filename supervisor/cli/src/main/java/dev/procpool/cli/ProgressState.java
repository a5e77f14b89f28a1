package dev.procpool.cli;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a run is at one moment. Immutable.
 *
 * @param done the number of items that have their outcome
 * @param shares the sum of the shares of running items that are done, as these have reported them
 * @param total the number of all items, once the input has been read to its end
 * @param failed the number of failed items
 * @param perSecond items a second; empty while nothing is known
 */
record ProgressState(long done, double shares, OptionalLong total, long failed, OptionalDouble perSecond) {

    private static final long SIXTY = 60;
    private static final double LONGEST_SECONDS = 1e9;

    /** The items that are done, with the done shares of those that are running. */
    double doneAndShares() {
        double all = done + shares;
        return total.isPresent() ? Math.min(all, total.getAsLong()) : all;
    }

    /** The part that is done, from 0 to 1; 0 where the total is not known. */
    double part() {
        return total.isEmpty() || total.getAsLong() == 0 ? 0 : doneAndShares() / total.getAsLong();
    }

    /** The time until the end in whole seconds, if it can be told. */
    OptionalLong secondsLeft() {
        if (total.isEmpty() || perSecond.isEmpty() || perSecond.getAsDouble() <= 0) {
            return OptionalLong.empty();
        }
        double seconds = (total.getAsLong() - doneAndShares()) / perSecond.getAsDouble();
        return seconds > LONGEST_SECONDS ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(seconds));
    }

    /** A time in seconds as {@code 1:05} or {@code 2:01:05}. */
    static String clock(long seconds) {
        long minutes = seconds / SIXTY;
        String end = ":" + twoDigits(seconds % SIXTY);
        return minutes < SIXTY ? minutes + end : minutes / SIXTY + ":" + twoDigits(minutes % SIXTY) + end;
    }

    private static String twoDigits(long number) {
        return (number < 10 ? "0" : "") + number;
    }
}
