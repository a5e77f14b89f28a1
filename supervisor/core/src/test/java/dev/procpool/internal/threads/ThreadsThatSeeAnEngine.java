package dev.procpool.internal.threads;

import dev.procpool.internal.engine.Engine;

public record ThreadsThatSeeAnEngine(Engine seen) {}
