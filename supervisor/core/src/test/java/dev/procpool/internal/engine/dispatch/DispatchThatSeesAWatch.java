package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.watch.OverrunWatch;

public record DispatchThatSeesAWatch(OverrunWatch seen) {}
