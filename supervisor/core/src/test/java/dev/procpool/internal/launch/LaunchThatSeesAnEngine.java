package dev.procpool.internal.launch;

import dev.procpool.internal.engine.Engine;

public record LaunchThatSeesAnEngine(Engine seen) {}
