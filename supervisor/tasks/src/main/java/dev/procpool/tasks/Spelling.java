package dev.procpool.tasks;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
public final class Spelling {

    private Spelling() {}

    /**
     * The known word that differs least from a misspelt one, by letters that are missing, added, replaced or swapped:
     * by one of up to four letters, by two of up to eight, by three of more. Case does not count.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int most = word.length() <= 4 ? 1 : word.length() <= 8 ? 2 : 3;
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= most)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** The end of a message about a misspelt word: {@code ; did you mean 'square'?}, or nothing. */
    public static String didYouMean(String word, Collection<String> known) {
        return nearest(word, known)
                .map(found -> "; did you mean '" + found + "'?")
                .orElse("");
    }

    private static int distance(String one, String other) {
        String from = one.toLowerCase(Locale.ROOT);
        String to = other.toLowerCase(Locale.ROOT);
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int fewest(int[][] edits, String from, String to, int i, int j) {
        char last = from.charAt(i - 1);
        int replaced = edits[i - 1][j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean isSwapped = i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return isSwapped ? Math.min(fewest, 1 + edits[i - 2][j - 2]) : fewest;
    }
}
