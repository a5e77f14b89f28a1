package dev.procpool.internal.manager;

/** A collection that is more than a proxy: it makes its methods from the few calls of its proxy. */
interface Face {

    /** The proxy. */
    Object calls();
}
