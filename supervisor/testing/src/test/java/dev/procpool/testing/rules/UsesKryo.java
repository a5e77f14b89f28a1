package dev.procpool.testing.rules;

record UsesKryo(com.esotericsoftware.kryo.kryo5.Kryo kryo) {}
