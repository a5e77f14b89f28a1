package dev.procpool.internal.between;

import dev.procpool.internal.engine.Engine;

public record BetweenThatSeesAnEngine(Engine seen) {}
