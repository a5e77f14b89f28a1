package dev.procpool.internal.engine.items;

import dev.procpool.internal.engine.workers.Roster;

public record ItemsThatSeeARoster(Roster seen) {}
