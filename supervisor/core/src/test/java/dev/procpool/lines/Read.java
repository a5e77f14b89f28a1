package dev.procpool.lines;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines to run functions on, and their outcomes as texts. */
final class Read {

    private Read() {}

    static LineReader lines(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), '\n');
    }

    /** For each outcome {@code index line -> result}, or {@code index line ! simple name of the exception}. */
    static List<String> all(LineResults results) {
        List<String> outcomes = new ArrayList<>();
        while (results.next()) {
            outcomes.add(results.index() + " " + results.line()
                    + (results.failure() == null
                            ? " -> " + results.result()
                            : " ! " + results.failure().getClass().getSimpleName()));
        }
        return outcomes;
    }
}
