package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.start.JavaHome;
import java.util.List;
import java.util.random.RandomGenerator;

/** The parts of this room, put together. All of them are guarded by the engine lock. */
public final class WorkerRoom {

    public final Roster roster;
    public final Launches launches;
    public final Stopping stopping;
    public final Spares spares;
    public final Duty duty;
    public final Replacements replacements;
    public final Sizing sizing;
    public final Restarts restarts;
    public final Handshake handshake;
    public final WorkerDeadlines deadlines;

    /**
     * @param initializer the commands that workers get first; none if they are ready at once
     * @param recall takes back items of workers that retire
     * @param wakeEngine makes the engine's own thread look again; called without the lock
     */
    public WorkerRoom(
            PoolConfig config,
            List<Command> initializer,
            Recall recall,
            Consequences consequences,
            WorkerLauncher launcher,
            Observers observers,
            Runnable wakeEngine,
            RandomGenerator random) {
        roster = new Roster(config.processes());
        launches = new Launches(config, roster, consequences, launcher, observers, random);
        stopping = new Stopping(config, roster, consequences, wakeEngine);
        spares = new Spares(config, roster, launches);
        Retirement retirement = new Retirement(roster, recall, stopping);
        duty = new Duty(config, retirement);
        replacements = new Replacements(config, roster, launches, spares, retirement, stopping, observers);
        sizing = new Sizing(config, roster, launches, spares, replacements, retirement, stopping);
        restarts = new Restarts(config, roster, launches, spares, replacements, consequences, observers, random);
        Dialect dialect = Dialect.with(JavaHome.chosen(config.javaHome()).version());
        handshake = new Handshake(initializer, dialect, roster, launches, replacements, stopping, observers);
        deadlines = new WorkerDeadlines(config, roster, launches, replacements, sizing, stopping);
    }
}
