package dev.procpool.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A word of the command line that items, or files with items, come after. */
enum Separator {
    /** Items. */
    ITEMS(":::"),
    /** Items that are linked with those before. */
    LINKED_ITEMS(":::+"),
    /** Files with items. */
    FILES("::::"),
    /** Files with items that are linked with those before. */
    LINKED_FILES("::::+");

    private final String word;

    Separator(String word) {
        this.word = word;
    }

    static Optional<Separator> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }

    /** The position of the first separator. */
    static OptionalInt first(List<String> words) {
        return IntStream.range(0, words.size())
                .filter(i -> of(words.get(i)).isPresent())
                .findFirst();
    }

    boolean isLinked() {
        return this == LINKED_ITEMS || this == LINKED_FILES;
    }

    boolean isOfFiles() {
        return this == FILES || this == LINKED_FILES;
    }

    @Override
    public String toString() {
        return word;
    }
}
