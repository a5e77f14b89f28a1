package dev.procpool.bench;

import java.util.EnumSet;
import java.util.Set;

/** The peers of the kinds of rows. */
final class PeerSets {

    static final Set<Peer> THIS_JDK = Set.of(Peer.PROCPOOL);
    static final Set<Peer> OURS = EnumSet.of(Peer.PROCPOOL, Peer.PROCPOOL_OTHER);
    static final Set<Peer> THIS_JDK_AND_JVMS = EnumSet.of(Peer.PROCPOOL, Peer.BARE_JVMS);

    /** Many items beside Python's pool at its best chunk size. */
    static final Set<Peer> BEST = with(OURS, EnumSet.of(Peer.PYTHON_BEST), Peer.GIVEN);

    static final Set<Peer> BEST_AND_PP4J = with(BEST, EnumSet.of(Peer.PP4J));

    /** Single items, which have no chunk size. */
    static final Set<Peer> POOLS =
            with(OURS, EnumSet.of(Peer.THREADS, Peer.PYTHON_FORK, Peer.PYTHON_SPAWN, Peer.PYTHON_EXECUTOR), Peer.GIVEN);

    static final Set<Peer> POOLS_AND_PP4J = with(POOLS, EnumSet.of(Peer.PP4J));
    static final Set<Peer> POOLS_AND_JVMS = with(POOLS_AND_PP4J, EnumSet.of(Peer.BARE_JVMS));
    static final Set<Peer> POOLS_AND_CHRONICLE = with(POOLS, EnumSet.of(Peer.CHRONICLE));
    static final Set<Peer> POOLS_AND_BARE = with(POOLS_AND_PP4J, EnumSet.of(Peer.CHRONICLE, Peer.RING));

    /** Many items at the chunk size of the row, and beside Python's pool at its best one. */
    static final Set<Peer> MANY = with(POOLS, EnumSet.of(Peer.PYTHON_BEST));

    static final Set<Peer> MANY_AND_PP4J = with(MANY, EnumSet.of(Peer.PP4J));
    static final Set<Peer> MANY_BUT_EXECUTOR = without(MANY, Peer.PYTHON_EXECUTOR);

    static final Set<Peer> SHELL = with(BEST, EnumSet.of(Peer.PYTHON_LOOP, Peer.TOOL, Peer.BARE_JVMS));

    static final Set<Peer> SHELL_FILES = without(SHELL, Peer.PYTHON_LOOP);

    static final Set<Peer> BETWEEN = with(OURS, EnumSet.of(Peer.PYTHON_FORK), Peer.GIVEN);

    private PeerSets() {}

    @SafeVarargs
    private static Set<Peer> with(Set<Peer> some, Set<Peer>... others) {
        Set<Peer> all = EnumSet.copyOf(some);
        for (Set<Peer> each : others) {
            all.addAll(each);
        }
        return all;
    }

    private static Set<Peer> without(Set<Peer> some, Peer one) {
        Set<Peer> all = EnumSet.copyOf(some);
        all.remove(one);
        return all;
    }
}
