package dev.procpool;

/** Has the package exist that expressions import: the core is not on the class path of the tests here. */
public final class InPlaceOfCore {

    private InPlaceOfCore() {}
}
