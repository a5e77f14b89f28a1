package dev.procpool.internal.launch;

import dev.procpool.WorkerProfile;
import dev.procpool.protocol.JvmFlags;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The command line of a child JVM: same Java home, the flags that Chronicle needs, UTF-8 everywhere, the options of the
 * user, and a class path whose own jars come first. Immutable.
 */
public final class JvmArguments {

    private static final int STDOUT_PROPERTY_SINCE = 19;

    /** The last JDK of which a diagnostic option is known to exist: one that does not know it would not start. */
    private static final int DEFLATION_OPTION_UNTIL = 25;

    /** One class of each jar that a worker needs or the command line adds, in the order of the class path; slf4j-api comes last. */
    private static final List<String> OWN = List.of(
            "dev/procpool/protocol/MessageFrame.class",
            "dev/procpool/worker/WorkerMain.class",
            "dev/procpool/Pool.class",
            "dev/procpool/tasks/BuiltInTask.class",
            "net/openhft/chronicle/queue/ChronicleQueue.class",
            "net/openhft/chronicle/core/Jvm.class",
            "net/openhft/chronicle/bytes/Bytes.class",
            "net/openhft/chronicle/wire/Wire.class",
            "net/openhft/chronicle/threads/Pauser.class",
            "net/openhft/posix/PosixAPI.class",
            "com/esotericsoftware/kryo/kryo5/Kryo.class");

    private static final String SLF4J = "org/slf4j/Logger.class";

    /** Where this JVM has its own classes from does not change, and looking takes a millisecond. */
    private static final Map<String, Optional<String>> LOCATED = new ConcurrentHashMap<>();

    private final List<String> options;
    private final Optional<ArchiveFile> archive;
    private final String classPath;

    private JvmArguments(List<String> options, Optional<ArchiveFile> archive, String classPath) {
        this.options = options;
        this.archive = archive;
        this.classPath = classPath;
    }

    /**
     * The arguments for children with these settings, tuned for long work.
     *
     * @param extraClassPath jars and directories after the class path of this JVM
     */
    public static JvmArguments of(
            Optional<String> maxHeap,
            List<String> userOptions,
            Map<String, String> systemProperties,
            List<Path> extraClassPath) {
        return of(WorkerProfile.THROUGHPUT, maxHeap, userOptions, systemProperties, extraClassPath);
    }

    /**
     * The arguments for children with these settings.
     *
     * @param extraClassPath jars and directories after the class path of this JVM
     */
    public static JvmArguments of(
            WorkerProfile profile,
            Optional<String> maxHeap,
            List<String> userOptions,
            Map<String, String> systemProperties,
            List<Path> extraClassPath) {
        List<String> options = new ArrayList<>(JvmFlags.all());
        if (!choosesCollector(userOptions)) {
            options.add("-XX:+UseSerialGC"); // two collectors would keep the JVM from starting
        }
        options.add("-XX:-UsePerfData");
        if (Runtime.version().feature() <= DEFLATION_OPTION_UNTIL) {
            options.add("-XX:+UnlockDiagnosticVMOptions");
            options.add("-XX:AsyncDeflationInterval=1000"); // every 250 ms an idle JVM would wake for nothing else
        }
        options.addAll(profile.jvmOptions());
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.add("-XX:ErrorFile=" + crashLog("%p"));
        options.add("-Dfile.encoding=UTF-8");
        String prefix = Runtime.version().feature() >= STDOUT_PROPERTY_SINCE ? "-D" : "-Dsun.";
        options.add(prefix + "stdout.encoding=UTF-8");
        options.add(prefix + "stderr.encoding=UTF-8");
        maxHeap.ifPresent(size -> options.add("-Xmx" + size));
        systemProperties.forEach((key, value) -> options.add("-D" + key + "=" + value));
        options.addAll(userOptions);
        Optional<ArchiveFile> archive =
                ArchiveMaker.isOff() || ArchiveFile.isAbout(userOptions) ? Optional.empty() : archive(extraClassPath);
        return new JvmArguments(List.copyOf(options), archive, classPath(extraClassPath));
    }

    /** Children inherit the variables that the launcher of the JDK, and the JVM, take options from. */
    private static boolean choosesCollector(List<String> userOptions) {
        Stream<String> inherited = Stream.of("JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .flatMap(value -> Stream.of(value.trim().split("\\s+")));
        return Stream.concat(userOptions.stream(), inherited).anyMatch(option -> option.matches("-XX:\\+Use\\w+GC"));
    }

    /** The archive that a child that is started now starts with. */
    public Optional<ArchiveFile> usableArchive() {
        return archive.filter(ArchiveFile::isPresent);
    }

    /** The archive that workers start with, when there is nothing but their own jars before the user's. */
    public static Optional<ArchiveFile> archive() {
        return archive(List.of());
    }

    /** The class path of workers that have nothing but what this JVM has. */
    static String ownClassPath() {
        return classPath(List.of());
    }

    private static Optional<ArchiveFile> archive(List<Path> extraClassPath) {
        return ArchiveFile.of(ownJars(extraClassPath).stream().map(Path::of).toList());
    }

    /** Where a JVM writes its log when it crashes. */
    static Path crashLog(long pid) {
        return crashLog(Long.toString(pid));
    }

    private static Path crashLog(String pid) {
        return Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid" + pid + ".log");
    }

    /**
     * The words that start a main class, in a session of its own where the system can do that, so that the terminal's
     * Ctrl-C does not reach it. The class path goes into an argument file, as it may be longer than a command line.
     *
     * @param usable the {@link #usableArchive}, which may come and go
     */
    public List<String> commandLine(
            Optional<ArchiveFile> usable, Path argumentFile, String mainClass, List<String> arguments)
            throws IOException {
        Files.writeString(
                argumentFile, "-cp\n\"" + classPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
        List<String> command = new ArrayList<>();
        SETSID.ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        usable.ifPresent(present -> command.addAll(present.options()));
        command.addAll(options);
        command.add("@" + argumentFile);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A process builder for that command line, with an empty stdin and a locale that knows UTF-8. */
    public ProcessBuilder processBuilder(
            Optional<ArchiveFile> usable, Path argumentFile, String mainClass, List<String> arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine(usable, argumentFile, mainClass, arguments))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(environment::get)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse("C");
        if (locale.equals("C") || locale.equals("POSIX")) {
            environment.put("LC_ALL", "C.UTF-8");
        }
        environment.remove("JAVA_TOOL_OPTIONS"); // it would be announced on stderr by every worker
        return builder;
    }

    private static final Optional<String> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();

    /** Own jars first, so that the archive fits whatever follows. */
    private static String classPath(List<Path> extra) {
        Set<String> entries = new LinkedHashSet<>(ownJars(extra));
        Optional<String> slf4j = locate(SLF4J);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry).toAbsolutePath().normalize().toString());
            }
        }
        extra.forEach(path -> entries.add(path.toString()));
        slf4j.filter(path -> mayBeReplaced(extra)).ifPresent(path -> {
            entries.remove(path);
            entries.add(path);
        });
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> ownJars(List<Path> extra) {
        List<String> jars = new ArrayList<>();
        OWN.forEach(name -> locate(name).filter(jar -> !jars.contains(jar)).ifPresent(jars::add));
        locate(SLF4J).filter(jar -> !mayBeReplaced(extra)).ifPresent(jars::add);
        return jars;
    }

    /** Whether the user may have another version of slf4j, which wins then: ours comes last. */
    private static boolean mayBeReplaced(List<Path> extra) {
        try {
            return extra.stream().anyMatch(JvmArguments::hasSlf4j)
                    || Collections.list(JvmArguments.class.getClassLoader().getResources(SLF4J))
                                    .size()
                            > 1;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean hasSlf4j(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve(SLF4J));
        }
        try (ZipFile jar = new ZipFile(entry.toFile())) {
            return jar.getEntry(SLF4J) != null;
        } catch (IOException e) {
            return true; // whatever the JVM finds in it
        }
    }

    private static Optional<String> locate(String resource) {
        return LOCATED.computeIfAbsent(resource, JvmArguments::find);
    }

    private static Optional<String> find(String resource) {
        URL url = JvmArguments.class.getClassLoader().getResource(resource);
        if (url == null) {
            return Optional.empty();
        }
        String text = url.toString();
        String root = text.substring(0, text.length() - resource.length());
        if (root.startsWith("jar:")) {
            root = root.substring("jar:".length(), root.length() - "!/".length());
        }
        try {
            return Optional.of(
                    Path.of(URI.create(root)).toAbsolutePath().normalize().toString());
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty(); // a class loader of another kind: the class path has to have it
        }
    }
}
