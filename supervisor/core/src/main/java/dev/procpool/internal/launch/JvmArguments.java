package dev.procpool.internal.launch;

import dev.procpool.WorkerProfile;
import dev.procpool.internal.archive.ArchiveFile;
import dev.procpool.internal.archive.ArchiveMaker;
import dev.procpool.internal.archive.WorkerClassPath;
import dev.procpool.internal.platform.EmptyInput;
import dev.procpool.internal.platform.Priorities;
import dev.procpool.internal.platform.RunQueue;
import dev.procpool.internal.platform.Sessions;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.start.JavaHome;
import dev.procpool.protocol.start.JvmFlags;
import dev.procpool.protocol.start.WorkerProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a child JVM: its Java home, the flags that Chronicle needs, UTF-8 everywhere, what is inherited
 * from this JVM, the options of the user, and a class path that begins with the library's own jars.
 * Immutable.
 */
public final class JvmArguments {

    private static final int STDOUT_PROPERTY_SINCE = 19;

    /** The last JDK that is known to have a certain diagnostic option: a JDK without it would not start. */
    private static final int DEFLATION_OPTION_UNTIL = 25;

    private final List<String> launcher;
    private final JavaHome home;
    private final OwnChoices choices;
    private final List<String> ours;
    private final List<String> given;
    private final Optional<ArchiveFile> archive;
    private final String classPath;
    private final Map<String, String> environment;
    private final Optional<Path> workingDirectory;

    private JvmArguments(
            List<String> launcher,
            JavaHome home,
            OwnChoices choices,
            List<String> ours,
            List<String> given,
            Optional<ArchiveFile> archive,
            String classPath,
            Map<String, String> environment,
            Optional<Path> workingDirectory) {
        this.launcher = launcher;
        this.home = home;
        this.choices = choices;
        this.ours = ours;
        this.given = given;
        this.archive = archive;
        this.classPath = classPath;
        this.environment = environment;
        this.workingDirectory = workingDirectory;
    }

    /**
     * The arguments of a child on its own, tuned for long work.
     *
     * @param maxHeap the largest heap, as {@code -Xmx} has it
     * @param userOptions options of the JVM, after those of procpool, so that they win
     * @param systemProperties more system properties
     * @param extraClassPath jars and directories after the class path of this JVM
     */
    public static JvmArguments of(
            Optional<String> maxHeap,
            List<String> userOptions,
            Map<String, String> systemProperties,
            List<Path> extraClassPath) {
        return of(JavaHome.here(), 1, WorkerProfile.THROUGHPUT, maxHeap, userOptions, systemProperties, extraClassPath);
    }

    /**
     * The arguments of children that share the machine.
     *
     * @param home the Java home that the JVM is started from
     * @param children the number of children
     * @param profile the work that the JVM is tuned for
     * @param maxHeap the largest heap, as {@code -Xmx} has it
     * @param userOptions options of the JVM, after those of procpool, so that they win
     * @param systemProperties more system properties
     * @param extraClassPath jars and directories after the class path of this JVM
     */
    public static JvmArguments of(
            JavaHome home,
            int children,
            WorkerProfile profile,
            Optional<String> maxHeap,
            List<String> userOptions,
            Map<String, String> systemProperties,
            List<Path> extraClassPath) {
        List<String> given = new ArrayList<>(InheritedOptions.here());
        maxHeap.ifPresent(size -> given.add("-Xmx" + size));
        systemProperties.forEach((key, value) -> given.add("-D" + key + "=" + value));
        given.addAll(userOptions);
        Optional<ArchiveFile> archive = ArchiveMaker.isOff() || ArchiveFile.isAbout(given)
                ? Optional.empty()
                : WorkerClassPath.archive(home, extraClassPath);
        return new JvmArguments(
                Sessions.launcher(),
                home,
                OwnChoices.ofPool(children),
                ours(home, profile),
                List.copyOf(given),
                archive,
                WorkerClassPath.of(extraClassPath),
                Map.of(),
                Optional.empty());
    }

    private static List<String> ours(JavaHome home, WorkerProfile profile) {
        List<String> ours = new ArrayList<>(JvmFlags.all(home.feature()));
        ours.addAll(quietIdling(home.feature()));
        ours.addAll(profile.jvmOptions());
        ours.add("-XX:+ExitOnOutOfMemoryError");
        ours.add("-XX:ErrorFile=" + crashLog("%p"));
        ours.addAll(utf8(home.feature()));
        RunQueue.file().ifPresent(file -> ours.add("-D" + WorkerProperties.RUN_QUEUE + "=" + file));
        return List.copyOf(ours);
    }

    /**
     * The same arguments, for children with other surroundings.
     *
     * @param variables more variables of the environment, which are those of this JVM otherwise
     * @param directory the working directory; empty for that of this JVM
     */
    public JvmArguments in(Map<String, String> variables, Optional<Path> directory) {
        return new JvmArguments(launcher, home, choices, ours, given, archive, classPath, variables, directory);
    }

    /**
     * The same arguments, for children with a lower priority.
     *
     * @param niceness by how much the niceness of a child exceeds that of this JVM
     */
    public JvmArguments with(int niceness) {
        List<String> words = new ArrayList<>(Priorities.lowered(niceness));
        words.addAll(Sessions.launcher());
        return new JvmArguments(
                List.copyOf(words), home, choices, ours, given, archive, classPath, environment, workingDirectory);
    }

    /** The same arguments without a collector of procpool's choice: the user seems to have chosen one. */
    JvmArguments withoutCollector() {
        OwnChoices others = choices.withoutCollector();
        return new JvmArguments(launcher, home, others, ours, given, archive, classPath, environment, workingDirectory);
    }

    /** The part of the machine that each child gets, as messages have it. */
    public String share() {
        return choices.describe(allGiven());
    }

    /** The same arguments, with a class path of the library's own jars and nothing else. */
    public JvmArguments withOwnJarsOnly() {
        String own = WorkerClassPath.ownJars();
        return new JvmArguments(launcher, home, choices, ours, given, archive, own, environment, workingDirectory);
    }

    /** The class path of the JVM. */
    public String classPath() {
        return classPath;
    }

    /** The Java home that the JVM is started from. */
    public JavaHome home() {
        return home;
    }

    /** The form of the encoding that this JVM and the children use. */
    public Dialect dialect() {
        return Dialect.with(home.version());
    }

    private static List<String> quietIdling(int version) {
        if (version > DEFLATION_OPTION_UNTIL) {
            return List.of("-XX:-UsePerfData");
        }
        return List.of(
                "-XX:-UsePerfData",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:AsyncDeflationInterval=1000"); // an idle JVM would wake every 250 ms, and for nothing else
    }

    private static List<String> utf8(int version) {
        String prefix = version >= STDOUT_PROPERTY_SINCE ? "-D" : "-Dsun.";
        return List.of("-Dfile.encoding=UTF-8", prefix + "stdout.encoding=UTF-8", prefix + "stderr.encoding=UTF-8");
    }

    /** The options that the user has given, those included that a child finds in its environment and in files. */
    private List<String> allGiven() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        adapt(variables);
        List<String> all = new ArrayList<>(OptionWords.withThoseInFiles(given));
        all.addAll(OptionWords.ofVariables(variables));
        return all;
    }

    /** Makes the environment of this JVM that of a child. */
    private void adapt(Map<String, String> variables) {
        String tools = variables.remove(InheritedOptions.TOOLS); // every child would announce it on stderr
        if (tools != null) {
            variables.merge(InheritedOptions.TOOLS_OF_ANCESTOR, tools, (earlier, later) -> earlier + " " + later);
        }
        for (String variable : OptionWords.INHERITED_VARIABLES) {
            variables.computeIfPresent(variable, ToolOptions::withoutAgents);
        }
        variables.putAll(environment);
    }

    /** The start-up archive for a child that is started now; empty if there is none at the moment. */
    public Optional<ArchiveFile> usableArchive() {
        return archive.filter(ArchiveFile::isPresent);
    }

    /** The file that a child JVM writes its log to when it crashes. */
    static Path crashLog(long pid) {
        return crashLog(Long.toString(pid));
    }

    private static Path crashLog(String pid) {
        return Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid" + pid + ".log")
                .toAbsolutePath();
    }

    /**
     * The words that start a main class, in a session of its own where the system can do that. The class path goes into
     * an argument file, as it may be longer than a command line.
     *
     * @param usable the {@link #usableArchive}, which may come and go
     * @param argumentFile the file to write
     */
    public List<String> commandLine(
            Optional<ArchiveFile> usable, Path argumentFile, String mainClass, List<String> arguments)
            throws IOException {
        Files.writeString(
                argumentFile, "-cp\n\"" + classPath.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
        List<String> command = new ArrayList<>(launcher);
        command.add(home.java().toString());
        usable.ifPresent(present -> command.addAll(present.options()));
        command.addAll(ours);
        command.addAll(choices.beside(allGiven()));
        command.addAll(given);
        command.add("@" + argumentFile);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A process builder for {@link #commandLine}, with an empty stdin and a locale that knows UTF-8. */
    public ProcessBuilder processBuilder(
            Optional<ArchiveFile> usable, Path argumentFile, String mainClass, List<String> arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine(usable, argumentFile, mainClass, arguments))
                .redirectInput(EmptyInput.redirect(argumentFile.getParent()));
        workingDirectory.map(Path::toFile).ifPresent(builder::directory);
        Map<String, String> variables = builder.environment();
        adapt(variables);
        if (!environment.containsKey("LC_ALL")) {
            ChildLocale.useUtf8(variables, System.getenv(), System.getProperty("sun.jnu.encoding"));
        }
        return builder;
    }
}
