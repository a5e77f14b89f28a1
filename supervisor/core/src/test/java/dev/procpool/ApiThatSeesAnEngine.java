package dev.procpool;

import dev.procpool.internal.engine.Engine;

record ApiThatSeesAnEngine(Engine seen) {}
