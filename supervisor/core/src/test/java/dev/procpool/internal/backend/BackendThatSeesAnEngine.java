package dev.procpool.internal.backend;

import dev.procpool.internal.engine.Engine;

public record BackendThatSeesAnEngine(Engine seen) {}
