package dev.procpool.testing.rules;

class AbstractThing {}
