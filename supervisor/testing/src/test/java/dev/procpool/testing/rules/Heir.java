package dev.procpool.testing.rules;

final class Heir extends AbstractThing {}
