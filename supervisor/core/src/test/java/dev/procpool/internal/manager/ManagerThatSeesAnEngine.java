package dev.procpool.internal.manager;

import dev.procpool.internal.engine.Engine;

public record ManagerThatSeesAnEngine(Engine seen) {}
