package dev.procpool.cli;

import dev.procpool.PoolException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of procpool. */
@Command(
        name = "procpool",
        customSynopsis = "procpool COMMAND [OPTION]...",
        description = {
            "Runs functions in worker JVMs: Python's multiprocessing for the JVM.",
            "",
            "Examples:",
            "  seq 5 | procpool run 'x -> x * x' --type int",
            "  find . -type f | procpool run sha256 -j 4 > sums.txt",
            "  procpool demo blast"
        },
        subcommands = {
            RunCommand.class,
            ExecCommand.class,
            JshellCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            CrossoverCommand.class,
            ArchiveCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "'procpool help COMMAND' has more about each. Exit codes: 0 all ok, 1 other errors, 2 usage, 3 some items failed, "
                    + "4 stopped by --halt, 5 pool broken, 6 a check failed, 130/143/129/141 SIGINT/SIGTERM/SIGHUP/SIGPIPE."
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        RawWords.replaced(List.of(args), RawWords.OF_PROCESS).ifPresent(word -> {
            terminal.err().println("procpool: '" + word + "' has bytes that are not UTF-8, which cannot be passed on");
            System.exit(ExitCodes.USAGE);
        });
        System.exit(terminal.check(execute(terminal, args)));
    }

    /** Runs a command and returns its exit code. */
    static int execute(Terminal terminal, String... args) {
        CommandLine commandLine = commandLine(terminal);
        List<String> words = List.of(args);
        Separator.first(words)
                .ifPresent(first -> commandLine.getSubcommands().get("run").setEndOfOptionsDelimiter(words.get(first)));
        return commandLine.execute(args);
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine commandLine = new CommandLine(new Main(), new Commands(terminal));
        commandLine.getSubcommands().get("run").setEndOfOptionsDelimiter(InputOptions.SEPARATOR);
        commandLine.getSubcommands().get("exec").setStopAtPositional(true);
        commandLine
                .getSubcommands()
                .get("jshell")
                .setUnmatchedOptionsArePositionalParams(true)
                .setStopAtPositional(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExpandAtFiles(false); // an item may begin with @
        commandLine.setUsageHelpAutoWidth(true);
        OptionList.applyTo(commandLine);
        knowVersion(commandLine);
        commandLine.setOut(terminal.outWriter());
        commandLine.setErr(terminal.errWriter());
        commandLine.setParameterExceptionHandler((e, words) -> {
            CommandLine line = e.getCommandLine();
            line.getErr().println("procpool: " + UsageMistake.text(e));
            UsageMistake.hint(e).ifPresent(hint -> line.getErr().println("  " + hint));
            printHint(line);
            return ExitCodes.USAGE;
        });
        commandLine.setExecutionExceptionHandler((e, line, parsed) -> exitCodeOf(e, line));
        return commandLine;
    }

    private static void knowVersion(CommandLine commandLine) {
        commandLine.getCommandSpec().versionProvider(new Version());
        commandLine.getSubcommands().values().forEach(Main::knowVersion);
    }

    private static void printHint(CommandLine line) {
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    }

    private static int exitCodeOf(Exception e, CommandLine line) {
        if (e instanceof UsageException) {
            line.getErr().println("procpool: " + e.getMessage());
            printHint(line);
            return ExitCodes.USAGE;
        }
        if (e instanceof PoolException) {
            line.getErr().println("procpool: " + e.getMessage());
            return ExitCodes.POOL_BROKEN;
        }
        line.getErr().println("procpool: internal error: " + e);
        e.printStackTrace(line.getErr());
        return ExitCodes.INTERNAL_ERROR;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The version from the manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "procpool " + (version == null ? "(development)" : version), "Java " + Runtime.version()
            };
        }
    }
}
