package dev.procpool.internal.pool;

import dev.procpool.internal.engine.Engine;

public record PoolThatSeesAnEngine(Engine seen) {}
