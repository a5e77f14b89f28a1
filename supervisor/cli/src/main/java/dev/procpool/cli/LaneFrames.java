package dev.procpool.cli;

import demos.Lanes.Lane;
import demos.Lanes.Picture;
import java.util.Optional;

/**
 * Pictures of one run after the other as text: in place on a terminal; elsewhere only the first one that has half of
 * the items behind it, and no more until {@link #restart}. Confined to one thread.
 */
final class LaneFrames {

    private static final String UP = "\033[%dA";
    private static final String ERASE_REST = "\033[K";

    private final LaneText text;
    private final boolean isInPlace;
    private int shownLines;

    /** @param isInPlace whether the output can go back to the lines of the last picture */
    LaneFrames(LaneText text, boolean isInPlace) {
        this.text = text;
        this.isInPlace = isInPlace;
    }

    /** The next picture is another one, and stands below the last. */
    void restart() {
        shownLines = 0;
    }

    /** The characters that show a picture in place of the last one; empty if it is not shown. */
    Optional<String> next(Picture picture) {
        if (!isInPlace && (shownLines > 0 || !isHalfDone(picture))) {
            return Optional.empty();
        }
        StringBuilder frame = new StringBuilder(shownLines == 0 ? "" : UP.formatted(shownLines));
        shownLines = 0;
        for (String line : text.of(picture)) {
            frame.append(line).append(isInPlace ? ERASE_REST : "").append('\n');
            shownLines++;
        }
        return Optional.of(frame.toString());
    }

    private static boolean isHalfDone(Picture picture) {
        int done = picture.lanes().stream().mapToInt(Lane::done).sum();
        return done >= picture.waiting();
    }
}
