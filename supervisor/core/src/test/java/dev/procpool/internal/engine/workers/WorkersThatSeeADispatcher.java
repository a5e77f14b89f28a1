package dev.procpool.internal.engine.workers;

import dev.procpool.internal.engine.dispatch.Dispatcher;

public record WorkersThatSeeADispatcher(Dispatcher seen) {}
