package dev.procpool.internal.engine.workers;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.launch.WorkerLink;

/** Connects workers that have no process, for tests. */
public final class Links {

    private Links() {}

    public static void attach(Worker worker, WorkerLink link) {
        worker.life.link(link);
    }
}
