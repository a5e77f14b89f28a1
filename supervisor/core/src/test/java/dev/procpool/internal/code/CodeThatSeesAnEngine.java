package dev.procpool.internal.code;

import dev.procpool.internal.engine.Engine;

public record CodeThatSeesAnEngine(Engine seen) {}
