package dev.procpool.protocol.between;

/** Something that a thread waits for among others, see {@link AnyWait}. It takes nothing. Immutable. */
public final class Source {

    /** Tells whether there is something to have. */
    public interface Look {

        /** @throws HomeLostException if the home is gone or has closed the object */
        boolean isReady();
    }

    private final Look look;
    private final Attached attached; // null where the thread is woken in another way
    private final HintPlace place;
    private final long argument;

    private Source(Look look, Attached attached, HintPlace place, long argument) {
        this.look = look;
        this.attached = attached;
        this.place = place;
        this.argument = argument;
    }

    /** Something whose change unparks the waiting thread. */
    public static Source of(Look look) {
        return new Source(look, null, null, 0);
    }

    /** An object, in one of whose words threads wait. */
    static Source of(Look look, Attached attached, int word, Offer offer, long argument) {
        return new Source(look, attached, new HintPlace(attached.word(word), attached.at(), offer), argument);
    }

    /** The same, but the end of the home makes it ready. */
    public Source readyWithoutHome() {
        Look otherwise = () -> {
            try {
                return look.isReady();
            } catch (HomeLostException e) {
                return true;
            }
        };
        return new Source(otherwise, attached, place, argument);
    }

    boolean isReady() {
        return look.isReady();
    }

    boolean hasCell() {
        return attached != null;
    }

    Participant participant() {
        return attached.participant();
    }

    HintWait through(int cellAt) {
        return HintWait.through(cellAt, place, argument);
    }

    /** Tells the home that a hint is of no use here. */
    void passOn() {
        attached.participant().ring(place.wordAt());
    }
}
