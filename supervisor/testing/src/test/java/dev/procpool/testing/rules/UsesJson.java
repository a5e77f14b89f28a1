package dev.procpool.testing.rules;

record UsesJson(com.grack.nanojson.JsonObject object) {}
