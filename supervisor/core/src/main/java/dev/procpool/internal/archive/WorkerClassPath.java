package dev.procpool.internal.archive;

import dev.procpool.protocol.start.JavaHome;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipFile;

/**
 * The class path of workers: the library's own jars first, so that a start-up archive of these jars fits whatever
 * follows, then the class path of this program ({@link ProgramEntries}), then the entries that the user adds.
 * Thread-safe.
 */
public final class WorkerClassPath {

    private static final String WORKER = "dev/procpool/worker/WorkerMain.class";

    /**
     * One class of each jar that a worker needs or the command line adds, in the order of the class path; slf4j-api
     * comes last.
     */
    private static final List<String> OWN = List.of(
            "dev/procpool/protocol/message/MessageFrame.class",
            WORKER,
            "dev/procpool/Pool.class",
            "dev/procpool/tasks/BuiltInTask.class",
            "net/openhft/chronicle/queue/ChronicleQueue.class",
            "net/openhft/chronicle/core/Jvm.class",
            "net/openhft/chronicle/bytes/Bytes.class",
            "net/openhft/chronicle/wire/Wire.class",
            "net/openhft/chronicle/threads/Pauser.class",
            "net/openhft/posix/PosixAPI.class",
            "com/esotericsoftware/kryo/kryo5/Kryo.class");

    /** Where a jar has classes for certain versions of Java. */
    private static final String VERSIONS = "META-INF/versions/";

    private static final String SLF4J = "org/slf4j/Logger.class";

    /** The class path entry of each resource, which does not change: a look takes a millisecond. */
    private static final Map<String, Optional<String>> LOCATED = new ConcurrentHashMap<>();

    private WorkerClassPath() {}

    /**
     * The class path of workers.
     *
     * @param extra jars and directories after the class path of this JVM
     * @throws IllegalStateException if this program lacks what workers need
     * @throws dev.procpool.PoolException if a jar within another one cannot be unpacked
     */
    public static String of(List<Path> extra) {
        requireWorker();
        List<String> own = ownJars(extra);
        Set<String> entries = new LinkedHashSet<>(own);
        entries.addAll(ProgramEntries.here());
        extra.forEach(path -> entries.add(path.toString()));
        locate(SLF4J).filter(jar -> !own.contains(jar)).ifPresent(path -> {
            entries.remove(path);
            entries.add(path);
        });
        return String.join(File.pathSeparator, entries);
    }

    /**
     * Refuses a program that workers could not be started for: without their main class, or with procpool loaded from
     * something that is no file.
     */
    private static void requireWorker() {
        if (locate(WORKER).isPresent() || ClassLoader.getSystemResource(WORKER) != null) {
            return;
        }
        ClassLoader loader = WorkerClassPath.class.getClassLoader();
        URL url = loader.getResource(WORKER);
        throw new IllegalStateException(
                url == null
                        ? "the artifact procpool-worker is missing here: " + loader + " has no " + WORKER
                                + " (was it left out of a shaded jar because no class refers to it?)"
                        : "workers need procpool's jars as files, and " + loader + " has loaded procpool from " + url);
    }

    private static List<String> ownJars(List<Path> extra) {
        List<String> jars = new ArrayList<>();
        OWN.forEach(name -> locate(name).filter(jar -> !jars.contains(jar)).ifPresent(jars::add));
        locate(SLF4J).filter(jar -> !mayBeReplaced(extra)).ifPresent(jars::add);
        return jars;
    }

    /**
     * Whether the user adds another version of slf4j, which wins then: the library's own comes last. If the class path
     * of this JVM has several versions, the first one wins, here as in workers.
     */
    private static boolean mayBeReplaced(List<Path> extra) {
        return extra.stream().anyMatch(WorkerClassPath::hasSlf4j);
    }

    private static boolean hasSlf4j(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve(SLF4J));
        }
        try (ZipFile jar = new ZipFile(entry.toFile())) {
            return jar.getEntry(SLF4J) != null;
        } catch (IOException e) {
            return true; // not a readable jar: the JVM may still find something in it
        }
    }

    private static Optional<String> locate(String resource) {
        return LOCATED.computeIfAbsent(resource, WorkerClassPath::find);
    }

    private static Optional<String> find(String resource) {
        URL url = WorkerClassPath.class.getClassLoader().getResource(resource);
        if (url == null) {
            return Optional.empty();
        }
        String text = url.toString();
        String root = text.substring(0, text.length() - resource.length());
        int version = root.indexOf(VERSIONS);
        return ProgramEntries.file(version < 0 ? root : root.substring(0, version));
    }

    /** The archive of workers without additional entries; empty where there can be none. */
    public static Optional<ArchiveFile> archive() {
        return archive(JavaHome.here(), List.of());
    }

    /** The class path of workers without additional entries. */
    public static String own() {
        return of(List.of());
    }

    /**
     * The library's own jars and nothing else: the class path with which an archive is recorded. A JVM refuses to
     * record one if a directory precedes a jar that it used.
     */
    public static String ownJars() {
        return String.join(File.pathSeparator, ownJars(List.of()));
    }

    /**
     * The archive of workers with additional entries; empty where there can be none.
     *
     * @param home the Java home of the workers
     * @param extraClassPath jars and directories after the class path of this JVM
     */
    public static Optional<ArchiveFile> archive(JavaHome home, List<Path> extraClassPath) {
        return ArchiveFile.of(
                home, ownJars(extraClassPath).stream().map(Path::of).toList());
    }
}
