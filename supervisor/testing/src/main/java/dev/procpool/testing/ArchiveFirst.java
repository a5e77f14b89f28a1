package dev.procpool.testing;

import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes the start-up archive before the first class of tests, where the build asks for that: workers then start in half
 * the time. The library is called by name, as it is not on the class path of this module.
 */
public final class ArchiveFirst implements BeforeAllCallback {

    private static final String ASKED_FOR = "procpool.archive.first";
    private static final String ARCHIVE = "dev.procpool.StartupArchive";

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Boolean.getBoolean(ASKED_FOR)) {
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(ArchiveFirst.class))
                    .getOrComputeIfAbsent(ARCHIVE, ArchiveFirst::make);
        }
    }

    /** An archive that cannot be made fails the tests: without a word, all of them would take longer. */
    private static String make(String library) {
        try {
            Class.forName(library).getMethod("buildIfMissing").invoke(null);
            return "made";
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("there is no start-up archive", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no start-up archive", e);
        }
    }
}
