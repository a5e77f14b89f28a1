package dev.procpool.protocol.between;

/** The values of an object between processes, as this process sees them. Thread-safe. */
public final class SharedElements {

    private final SharedObject object;
    private volatile Elements elements;

    public SharedElements(SharedObject object) {
        this.object = object;
    }

    /**
     * The values.
     *
     * @throws HomeLostException if the home is gone or has closed the object
     */
    public Elements open() {
        Attached a = object.attach();
        Elements known = elements;
        if (known == null) {
            known = Elements.of(a);
            elements = known;
        }
        return known;
    }
}
