package dev.procpool.internal.archive;

import dev.procpool.PoolException;
import dev.procpool.internal.base.Loggers;
import dev.procpool.protocol.start.JvmInput;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jars and directories that this program was started with, in the order in which its class loaders look into them:
 * the class path, the URLs of the class loaders that have loaded procpool (the loader of an executable jar with jars
 * within is one), and the module path. Thread-safe.
 */
final class ProgramEntries {

    private static final System.Logger LOG = Loggers.of(ProgramEntries.class);
    /** Read once, before Chronicle is loaded, which adds what it takes for the paths of URLs. */
    private static final String CLASS_PATH = System.getProperty("java.class.path", "");

    private static final String PATCH = "--patch-module=";

    /** The file of each URL: a jar that lies within another one is unpacked once. */
    private static final Map<String, Optional<String>> FILES = new ConcurrentHashMap<>();

    private ProgramEntries() {}

    /**
     * All entries.
     *
     * @throws PoolException if a jar within another one cannot be unpacked
     */
    static List<String> here() {
        List<String> entries = new ArrayList<>(ofClassPath());
        entries.addAll(ofLoaders(ProgramEntries.class.getClassLoader()));
        entries.addAll(ofModules());
        return entries;
    }

    /** An empty entry is the working directory, as the JVM has it, unless the program is a module. */
    private static List<String> ofClassPath() {
        if (CLASS_PATH.isEmpty() && System.getProperty("jdk.module.main") != null) {
            return List.of();
        }
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator, -1))
                .map(ProgramEntries::absolute)
                .toList();
    }

    private static String absolute(String entry) {
        return Path.of(entry).toAbsolutePath().normalize().toString();
    }

    /** The entries of {@code loader} and of the loaders above it, which are asked first. */
    private static List<String> ofLoaders(ClassLoader loader) {
        Deque<URLClassLoader> loaders = new ArrayDeque<>();
        for (ClassLoader l = loader; l != null; l = l.getParent()) {
            if (l instanceof URLClassLoader withUrls) {
                loaders.addFirst(withUrls);
            }
        }
        List<String> entries = new ArrayList<>();
        for (URLClassLoader withUrls : loaders) {
            for (URL url : withUrls.getURLs()) {
                Optional<String> file = file(url.toString());
                file.ifPresent(entries::add);
                if (file.isEmpty()) {
                    LOG.log(Level.DEBUG, "not on the class path of workers, as it is no file: {0}", url);
                }
            }
        }
        return entries;
    }

    /**
     * The file of a class path entry that a class loader names by a URL; empty if there is none. A jar, or a directory
     * of classes, that lies within a jar is unpacked.
     */
    static Optional<String> file(String url) {
        return FILES.computeIfAbsent(
                url,
                asked -> ClassPathUrl.parse(asked).map(ProgramEntries::unpacked).map(Path::toString));
    }

    private static Path unpacked(ClassPathUrl url) {
        if (url.nested().isEmpty()) {
            return url.file();
        }
        try {
            return new NestedJars(JarCache.here())
                    .unpacked(url.file(), url.nested().get());
        } catch (IOException e) {
            throw new PoolException(
                    url.nested().get() + " within " + url.file()
                            + " cannot be unpacked for the workers, whose JVMs read" + " classes from files only: " + e,
                    e);
        }
    }

    /** The modules that are files: workers have them on their class path, those that replace parts of them first. */
    private static List<String> ofModules() {
        Module ours = ProgramEntries.class.getModule();
        if (!ours.isNamed() && System.getProperty("jdk.module.path") == null) {
            return List.of();
        }
        Set<String> patches = new LinkedHashSet<>();
        Set<String> modules = new LinkedHashSet<>();
        for (ModuleLayer layer : layers(ours.isNamed() ? ours.getLayer() : ModuleLayer.boot())) {
            layer.configuration().modules().forEach(module -> module.reference()
                    .location()
                    .filter(location -> "file".equals(location.getScheme()))
                    .ifPresent(location -> {
                        patches.addAll(patches(module.name()));
                        modules.add(Path.of(location).toString());
                    }));
        }
        List<String> entries = new ArrayList<>(patches);
        modules.stream().sorted().forEach(entries::add);
        return entries;
    }

    private static Set<ModuleLayer> layers(ModuleLayer layer) {
        Set<ModuleLayer> layers = new LinkedHashSet<>(List.of(layer));
        layer.parents().forEach(parent -> layers.addAll(layers(parent)));
        return layers;
    }

    /** A test of a module lies in a directory that the JVM was told to read as part of the module. */
    private static List<String> patches(String module) {
        String prefix = PATCH + module + "=";
        return JvmInput.options().stream()
                .filter(option -> option.startsWith(prefix))
                .flatMap(option ->
                        Arrays.stream(option.substring(prefix.length()).split(File.pathSeparator)))
                .map(ProgramEntries::absolute)
                .toList();
    }
}
