package dev.procpool.internal.engine.workers;

import dev.procpool.internal.engine.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workers that there are, and their ids. Guarded by the engine lock. */
public final class Roster {

    private final List<Worker> workers = new ArrayList<>();
    private final Map<Integer, Integer> incarnations = new HashMap<>();
    private int target;
    private boolean anyWasReady;
    private boolean someoneLeft;
    private boolean hasEnded;
    private long deaths;

    /** @param target the number of workers that there are to be, without spares */
    Roster(int target) {
        this.target = target;
    }

    /** All incarnations that are alive or not replaced yet, by worker id; not to be changed. */
    public List<Worker> workers() {
        return workers;
    }

    /** The number of workers that there are to be, without spares. */
    public int target() {
        return target;
    }

    void target(int size) {
        target = size;
    }

    // ---- coming and going

    /** The number of the next incarnation of a worker. */
    int nextIncarnation(int id) {
        return incarnations.merge(id, 1, Integer::sum);
    }

    void add(Worker worker) {
        int place = 0;
        while (place < workers.size() && workers.get(place).id <= worker.id) {
            place++;
        }
        workers.add(place, worker);
    }

    void remove(Worker worker) {
        workers.remove(worker);
    }

    /** Notes that a worker is gone without having been started: other workers may have waited for it. */
    void noteSomeoneLeft() {
        someoneLeft = true;
    }

    /** Whether a worker is gone that others may have waited for. Told once. */
    boolean takeSomeoneLeft() {
        boolean taken = someoneLeft;
        someoneLeft = false;
        return taken;
    }

    void noteReady() {
        anyWasReady = true;
    }

    boolean anyWasReady() {
        return anyWasReady;
    }

    void noteDeath() {
        deaths++;
    }

    /** The number of workers that ended although procpool did not end them. */
    public long deaths() {
        return deaths;
    }

    /** No worker is started or replaced any more. */
    void end() {
        hasEnded = true;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /**
     * Whether a worker is one of those that there are. A worker whose exit is being decided is: its place is filled in
     * the same change, and messages about its end should not count one worker less.
     */
    public boolean counts(Worker worker) {
        return worker.isAlive() || !hasEnded && !worker.life.leavesForGood;
    }

    // ---- relations

    /** An incarnation; empty once it is gone. */
    public Optional<Worker> find(int id, int incarnation) {
        return workers.stream()
                .filter(w -> w.id == id && w.incarnation == incarnation)
                .findFirst();
    }

    /** The later incarnation of a worker that is alive; null if there is none. */
    Worker successor(Worker worker) {
        return workers.stream()
                .filter(w -> w.id == worker.id && w.incarnation > worker.incarnation && w.isAlive())
                .findFirst()
                .orElse(null);
    }

    /** Whether an earlier incarnation of a worker is still working. */
    boolean hasPredecessor(Worker worker) {
        return workers.stream().anyMatch(w -> w.id == worker.id && w.incarnation < worker.incarnation && w.isWorking());
    }

    /** The number of worker ids whose workers are not leaving for good. */
    int staying() {
        return staying(0);
    }

    private int staying(int withoutId) {
        return (int) workers.stream()
                .filter(w -> w.id != withoutId && w.isAlive() && !w.life.leavesForGood && !w.life.isSpare)
                .mapToInt(w -> w.id)
                .distinct()
                .count();
    }

    /** Whether no worker with this id works, or will work, for good, and there are too few workers without it. */
    boolean isNeeded(int id) {
        boolean covered = workers.stream()
                .anyMatch(w -> w.id == id
                        && (w.life.leavesForGood
                                || w.state().isStarting()
                                || w.state().takesItems() && w.life.recycleReason == null));
        return !covered && staying(id) < target;
    }

    /** The lowest worker id that no worker has. */
    int freeId() {
        int id = 1;
        while (isTaken(id)) {
            id++;
        }
        return id;
    }

    private boolean isTaken(int id) {
        return workers.stream().anyMatch(w -> w.id == id);
    }

    // ---- all of them

    /** Whether any worker is not ready yet. */
    public boolean isStarting() {
        for (Worker worker : workers) {
            if (worker.state().isStarting()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all workers that are to get items are ready, or have a predecessor that works until they are. */
    public boolean allReady() {
        return workers.stream()
                .allMatch(w -> w.isWorking()
                        || w.life.isSpare
                        || w.life.leavesForGood
                        || w.state().isStarting() && hasPredecessor(w)
                        || successor(w) != null);
    }

    public boolean allExited() {
        return workers.stream().noneMatch(Worker::isAlive);
    }
}
