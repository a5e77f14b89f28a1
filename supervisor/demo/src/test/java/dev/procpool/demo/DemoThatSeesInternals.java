package dev.procpool.demo;

import dev.procpool.internal.base.Times;

record DemoThatSeesInternals(Times seen) {}
