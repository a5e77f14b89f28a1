package dev.procpool.protocol.between;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Visits every state of a model that can be reached, however its processes are interleaved. */
final class Explorer {

    /** A state of a model. Immutable. */
    interface Model {

        /** The states that may follow. An invariant that a step breaks is a {@link Violation}. */
        Following following();

        /** Equal for equal states. */
        String key();

        /** Called for a state without a forced step: fails if a participant sleeps for ever, for example. */
        void requireGoodEnd();
    }

    /** The states that may follow; the first {@code forced()} of them follow without a death or a time-out. */
    record Following(List<? extends Model> states, int forced) {}

    /** An invariant that does not hold. */
    static final class Violation extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    private Explorer() {}

    /** Visits every state that can be reached; returns how many there are. */
    static int explore(Model first) {
        Set<String> seen = new HashSet<>();
        Deque<Model> open = new ArrayDeque<>();
        open.push(first);
        while (!open.isEmpty()) {
            Model state = open.pop();
            if (!seen.add(state.key())) {
                continue;
            }
            Following following = state.following();
            if (following.forced() == 0) {
                state.requireGoodEnd();
            }
            following.states().forEach(open::push);
        }
        return seen.size();
    }
}
