package dev.procpool.protocol.channel;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Initializes the class of Chronicle that makes a {@link Path} of each URL of the class loader that has loaded it. The
 * loader of Spring Boot up to 3.1 has URLs that begin with {@code jar:file:} for jars within a jar. Such a URL is a
 * path only while the file system of the outer jar is open. It is closed again: a program may open it itself.
 */
public final class ChronicleStart {

    private static final String WIRES = "net.openhft.chronicle.wire.Wires";

    private ChronicleStart() {}

    /** Does so if the class loader of procpool has such URLs. The first call counts. */
    public static void initialize() {
        if (ChronicleStart.class.getClassLoader() instanceof URLClassLoader loader) {
            initialize(loader);
        }
    }

    private static synchronized void initialize(URLClassLoader loader) {
        List<FileSystem> opened = new ArrayList<>();
        try {
            for (URL url : loader.getURLs()) {
                if (url.getProtocol().equals("jar")) {
                    open(url, opened);
                }
            }
            if (!opened.isEmpty()) {
                Class.forName(WIRES, true, loader);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Chronicle is missing here", e);
        } finally {
            opened.forEach(ChronicleStart::close);
        }
    }

    private static void open(URL url, List<FileSystem> opened) {
        try {
            Path.of(url.toURI());
        } catch (FileSystemNotFoundException e) {
            openMissing(url, opened);
        } catch (URISyntaxException | RuntimeException e) {
            // Chronicle has an answer to what is no path in any case.
        }
    }

    private static void openMissing(URL url, List<FileSystem> opened) {
        try {
            opened.add(FileSystems.newFileSystem(url.toURI(), Map.of()));
        } catch (URISyntaxException | IOException | RuntimeException e) {
            // Chronicle says what it misses.
        }
    }

    private static void close(FileSystem system) {
        try {
            system.close();
        } catch (IOException e) {
            // Nothing was written to the file system.
        }
    }
}
