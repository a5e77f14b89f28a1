package dev.procpool.internal.engine;

import dev.procpool.internal.pool.PoolFront;

public record EngineThatSeesThePool(PoolFront seen) {}
