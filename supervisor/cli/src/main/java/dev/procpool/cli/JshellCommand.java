package dev.procpool.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts JShell so that a pool can be opened in it. */
@Command(
        name = "jshell",
        mixinStandardHelpOptions = true,
        description = {
            "Starts JShell with procpool on its class path, the JVM flags that a pool needs, and the imports "
                    + "dev.procpool.* and dev.procpool.task.*. Exits with JShell's code.",
            "",
            "The arguments are those of jshell: files to run, --class-path, -R and others."
        },
        footer = {
            "",
            "Examples:",
            "  procpool jshell",
            "  procpool jshell docs/tour.jsh",
            "  jshell> Pool pool = Pool.open(2)",
            "  jshell> pool.map((Integer x) -> x * x, List.of(1, 2, 3))"
        })
final class JshellCommand implements Callable<Integer> {

    private static final String CLASS_PATH = "--class-path";
    private static final String STARTUP = "--startup";
    private static final String NO_STARTUP = "--no-startup";
    private static final String IMPORTS = "import dev.procpool.*;\nimport dev.procpool.task.*;\n";

    /** The flags of this JVM that the JVM of a pool needs, too. */
    private static final List<String> PASSED_ON =
            List.of("--add-opens", "--add-exports", "--sun-misc", "-Dchronicle.", "-Dslf4j.", "-Dfile.encoding");

    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "An argument of jshell.")
    private List<String> arguments = new ArrayList<>();

    JshellCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            throw new UsageException("this Java has no JShell (the module jdk.jshell is missing): a JDK has it");
        }
        Path imports = Files.createTempFile("procpool", ".jsh");
        try {
            Files.writeString(imports, IMPORTS);
            return Shell.start(terminal, words(imports));
        } finally {
            Files.deleteIfExists(imports);
        }
    }

    /** Linked only where JShell is there. */
    private static final class Shell {

        static int start(Terminal terminal, List<String> words) throws Exception {
            return JavaShellToolBuilder.builder()
                    .in(terminal.in(), null)
                    .out(terminal.out())
                    .err(terminal.err())
                    .start(words.toArray(String[]::new));
        }
    }

    private List<String> words(Path imports) {
        List<String> words = new ArrayList<>();
        List<String> given = new ArrayList<>();
        String classPath = System.getProperty("java.class.path");
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith(CLASS_PATH + "=")) {
                classPath += File.pathSeparator + word.substring(CLASS_PATH.length() + 1);
            } else if (word.equals(CLASS_PATH) && i + 1 < arguments.size()) {
                classPath += File.pathSeparator + arguments.get(++i); // jshell takes this option once
            } else {
                given.add(word);
            }
        }
        words.addAll(List.of(CLASS_PATH, classPath));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> PASSED_ON.stream().anyMatch(flag::startsWith))
                .forEach(flag -> words.add("-R" + flag));
        if (!given.contains(NO_STARTUP)) {
            if (given.stream().noneMatch(word -> word.startsWith(STARTUP))) {
                words.addAll(List.of(STARTUP, "DEFAULT"));
            }
            words.addAll(List.of(STARTUP, imports.toString()));
        }
        words.addAll(given);
        return words;
    }
}
