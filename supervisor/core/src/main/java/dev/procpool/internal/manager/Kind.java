package dev.procpool.internal.manager;

import dev.procpool.Namespace;

/** The kinds of objects that every manager can make, for callers from other machines, too. */
enum Kind {
    LIST,
    MAP,
    NAMESPACE;

    private static final Kind[] ALL = values();

    /** The kind of a byte; null if there is none. */
    static Kind of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }

    Served make() {
        return switch (this) {
            case LIST -> new Served(new ListStore(), ListCalls.class, false);
            case MAP -> new Served(new MapStore(), MapCalls.class, false);
            case NAMESPACE -> new Served(new NamespaceStore(), Namespace.class, false);
        };
    }
}
