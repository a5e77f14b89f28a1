package dev.procpool.protocol.between;

/**
 * A participant that has died.
 *
 * @param participant its number, which no other participant has
 * @param slot its slot, which another participant gets after the repair
 */
record Dead(long participant, int slot) {}
