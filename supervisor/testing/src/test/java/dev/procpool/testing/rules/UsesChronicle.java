package dev.procpool.testing.rules;

record UsesChronicle(net.openhft.chronicle.bytes.Bytes<?> bytes) {}
