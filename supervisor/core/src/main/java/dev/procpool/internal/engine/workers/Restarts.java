package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.message.DurationForPeople;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Replaces workers that have exited, by a spare if there is one, and gives the pool up where restarts do not help.
 * Guarded by the engine lock.
 */
public final class Restarts {

    private static final System.Logger LOG = Loggers.of(Restarts.class);

    /** Delay before the next spare starts, so that its start-up does not slow the spare that was just promoted. */
    private static final long STAND_IN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** The signals of a JVM that has come upon something broken. */
    private static final Set<String> CRASHES = Set.of("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE");

    private static final int MAX_SUPPRESSED = 10;

    private final PoolConfig config;
    private final Roster roster;
    private final Launches launches;
    private final Spares spares;
    private final Replacements replacements;
    private final Consequences consequences;
    private final Observers observers;
    private final RestartBudget budget;

    /** The deaths since the last item was settled that settled none, first one first. */
    private final List<WorkerStartException> futileDeaths = new ArrayList<>();

    private long archiveDiscardedNanos = Times.NEVER;

    Restarts(
            PoolConfig config,
            Roster roster,
            Launches launches,
            Spares spares,
            Replacements replacements,
            Consequences consequences,
            Observers observers,
            RandomGenerator random) {
        this.config = config;
        this.roster = roster;
        this.launches = launches;
        this.spares = spares;
        this.replacements = replacements;
        this.consequences = consequences;
        this.observers = observers;
        this.budget = new RestartBudget(config.restartPolicy(), random);
    }

    /** An item was settled: earlier deaths do not count any more. */
    public void forgive() {
        budget.restore();
        if (!futileDeaths.isEmpty()) {
            futileDeaths.clear();
        }
    }

    /**
     * A worker has exited, and the items that it held are decided: it is replaced where that is needed.
     *
     * @param blamed whether an item was blamed for the exit
     * @param lastWords the end of the worker's stderr, for a message
     * @return why the pool has to give up, if it has to
     */
    public Optional<WorkerStartException> exited(Worker worker, boolean blamed, String lastWords) {
        observers.exited(worker);
        if (roster.hasEnded()) {
            return Optional.empty();
        }
        roster.remove(worker);
        replacements.forget(worker);
        if (worker.life.leavesForGood) {
            replacements.goOn();
            return Optional.empty();
        }
        long delay = 0;
        if (!blamed && isFutile(worker) && !hasDiscardedArchive(worker)) {
            WorkerStartException death = death(worker, lastWords);
            if (cannotStart(worker)) {
                futileDeaths.forEach(death::addSuppressed);
                return Optional.of(death);
            }
            OptionalLong spent = spend(death);
            if (spent.isEmpty()) {
                return Optional.of(tooMany());
            }
            delay = spent.getAsLong();
            if (delay > 0) {
                String wait = DurationForPeople.of(Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(delay)));
                LOG.log(Level.WARNING, "{0} is restarted in {1}", worker, wait);
            }
        }
        refill(worker, delay);
        replacements.goOn();
        return Optional.empty();
    }

    private void refill(Worker worker, long delayNanos) {
        boolean isStoodInFor = false;
        if (!worker.life.isSpare && roster.isNeeded(worker.id)) {
            isStoodInFor = spares.fillPlace();
            if (!isStoodInFor) {
                launches.hire(worker.id, delayNanos);
            }
        }
        spares.hire(isStoodInFor ? Math.max(delayNanos, STAND_IN_NANOS) : delayNanos);
    }

    // ---- deaths that settle nothing

    private static boolean isFutile(Worker worker) {
        StopCause cause = worker.life.stopCause();
        return cause == null || cause.isFutile();
    }

    private WorkerStartException death(Worker worker, String lastWords) {
        Lifecycle life = worker.life;
        String why = life.stopReason() == null ? life.exit().describe() : life.stopReason();
        boolean saysWhen = !roster.anyWasReady() && life.stopCause() != StopCause.START_TIMEOUT;
        String when = saysWhen ? " before it was ready" : "";
        return new WorkerStartException(worker + " " + why + when + lastWords, life.exit(), null);
    }

    /**
     * Whether the worker shows that workers cannot start at all: none has been ready, and this one ended by itself. A
     * signal says nothing of that: the kernel or another process may have sent it to a worker that was about to start.
     */
    private boolean cannotStart(Worker worker) {
        boolean isSignalled = worker.life.stopCause() == null
                && worker.life.exit() != null
                && worker.life.exit().signal().isPresent();
        return !roster.anyWasReady() && !isSignalled;
    }

    /** The delay of the next restart; empty if there is to be none. */
    private OptionalLong spend(WorkerStartException death) {
        if (futileDeaths.size() <= MAX_SUPPRESSED) {
            futileDeaths.add(death);
        }
        return budget.spend(System.nanoTime());
    }

    private WorkerStartException tooMany() {
        WorkerStartException first = futileDeaths.get(0);
        int intensity = config.restartPolicy().intensity();
        WorkerStartException all = new WorkerStartException(
                "more than " + intensity + (intensity == 1 ? " worker" : " workers") + " died within "
                        + DurationForPeople.of(config.restartPolicy().period())
                        + ", and no item was done in between; the first: "
                        + first.getMessage(),
                first.report().orElse(null),
                first);
        futileDeaths.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    /**
     * A JVM that crashes before it has said hello may have a damaged start-up archive: the next JVMs start without it.
     * Returns whether that was done, and this JVM was started before.
     */
    private boolean hasDiscardedArchive(Worker worker) {
        Lifecycle life = worker.life;
        if (life.hasSaidHello
                || life.process() == null
                || life.process().archive().isEmpty()
                || life.exit() == null
                || life.exit().signal().filter(CRASHES::contains).isEmpty()) {
            return false;
        }
        if (archiveDiscardedNanos == Times.NEVER) {
            archiveDiscardedNanos = System.nanoTime();
            consequences.then(life.process().archive().get()::discard);
        }
        return life.bornNanos() - archiveDiscardedNanos < 0;
    }
}
