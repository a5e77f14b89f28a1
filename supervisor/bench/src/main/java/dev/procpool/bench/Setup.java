package dev.procpool.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The peers of a run, and how each is measured.
 *
 * @param peers the columns
 * @param cells which of the cells of these columns are measured
 * @param otherJdk the home of the other JDK
 * @param program the script that runs the command line; by default the JVM of the bench runs it with its class path
 * @param python the Python of the usual columns
 * @param given the Pythons with columns of their own
 */
public record Setup(
        Pace pace,
        Set<Peer> peers,
        Cells cells,
        Optional<Path> otherJdk,
        Optional<Path> program,
        Optional<Python> python,
        List<Python> given) {

    /** The most Pythons that can have columns of their own. */
    public static final int MOST_GIVEN = Peer.GIVEN.size();

    /** The peers that decide no target, but for the spawned pool in the first result. */
    private static final Set<Peer> IN_FEW_ROWS =
            Set.of(Peer.THREADS, Peer.PYTHON_SPAWN, Peer.PYTHON_EXECUTOR, Peer.PP4J);

    /** Which cells of a row are measured. */
    public enum Cells {
        /** The peers that decide no target in a few rows only. */
        FEWER,
        /** All. */
        ALL
    }

    /** The home of the JDK that measures a peer. */
    Path home(Peer peer) {
        Path own = Path.of(System.getProperty("java.home"));
        return peer.kind() == Peer.Kind.OTHER_JVM ? otherJdk.orElse(own) : own;
    }

    /** The Python that measures a peer. */
    Python pythonOf(Peer peer) {
        return peer.isGiven() ? given.get(peer.place()) : python.orElseThrow();
    }

    /** Whether a cell is measured in this run. */
    boolean has(Row row, Peer peer) {
        return row.peers().contains(peer)
                && peers.contains(peer)
                && (cells == Cells.ALL || row.isWithAllPeers() || !IN_FEW_ROWS.contains(peer));
    }
}
