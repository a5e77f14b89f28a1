package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PermitsWordTest {

    private static final int SLOT = 3;

    private final ModelWords words = ModelWords.of(1, 1);
    private final ModelWords books = ModelWords.region(8);
    private final int at = words.layout().object(0);

    private boolean book(int slot, boolean takes) {
        Booking booking = new Booking(at, slot, takes);
        while (!booking.isOver()) {
            booking.step(words, books);
        }
        return booking.phase() == Booking.Phase.DONE;
    }

    private void close(int slot) {
        BookClosing closing = new BookClosing(at, slot);
        while (!closing.isDone()) {
            closing.step(words, books);
        }
    }

    private long permits() {
        return PermitsWord.permits(words.get(at));
    }

    @Test
    void theBooksOfTheDeadGiveBackWhatTheyHeld() {
        words.set(at, PermitsWord.initial(3));
        assertThat(book(SLOT, true)).isTrue();
        assertThat(book(SLOT, true)).isTrue();
        assertThat(book(SLOT + 1, true)).isTrue();
        assertThat(book(SLOT + 1, true)).isFalse();
        assertThat(permits()).isZero();

        close(SLOT);

        assertThat(permits()).isEqualTo(2);
        assertThat(PermitsWord.held(books.get(PermitsWord.book(SLOT)))).isZero();
        assertThat(book(SLOT, false))
                .as("the next one with this slot holds nothing")
                .isFalse();
        assertThat(book(SLOT + 1, false)).isTrue();
        assertThat(permits()).isEqualTo(3);
    }

    @Test
    void theNumbersOfOperationsWrapAndLoseNothing() {
        long full = ~0L << 34;
        words.set(at, full | (long) SLOT << 20 | 2);
        books.set(PermitsWord.book(SLOT), full);
        for (int i = 0; i < 3; i++) {
            assertThat(book(SLOT, true)).isTrue();
            assertThat(book(SLOT + 1, true)).isTrue();
            assertThat(book(SLOT + 1, true)).isFalse();
            assertThat(book(SLOT, false)).isTrue();
            assertThat(book(SLOT + 1, false)).isTrue();
        }
        assertThat(books.get(PermitsWord.book(SLOT)) >>> 34).isBetween(1L, 8L);
        assertThat(permits()).isEqualTo(2);
        assertThat(book(SLOT, true)).isTrue();

        close(SLOT);

        assertThat(permits()).isEqualTo(2);
    }

    @Test
    void theMostPermitsFitIntoTheWord() {
        words.set(at, PermitsWord.initial(SharedSemaphore.MAX_BOUNDED_PERMITS));
        assertThat(book(Participant.MAX_SLOTS - 1 & 7, true)).isTrue();
        assertThat(permits()).isEqualTo(SharedSemaphore.MAX_BOUNDED_PERMITS - 1);
        assertThat(book(Participant.MAX_SLOTS - 1 & 7, false)).isTrue();
        assertThat(permits()).isEqualTo(SharedSemaphore.MAX_BOUNDED_PERMITS);
        long word = PermitsWord.changed(0, Participant.MAX_SLOTS - 1, 0, false);
        assertThat(PermitsWord.author(word)).isEqualTo(Participant.MAX_SLOTS - 1);
        assertThat(PermitsWord.permits(word)).isEqualTo(1);
    }
}
