package dev.procpool.cli;

import dev.procpool.tasks.Columns;
import dev.procpool.tasks.command.CommandItem;
import dev.procpool.tasks.command.CommandTask;
import dev.procpool.tasks.command.CommandTemplate;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a program for each item. */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "procpool exec [OPTION]... [--] COMMAND [WORD]... [::: ITEM...]",
        description = {
            "Runs a command for each item, several at a time, and prints the output of each as a whole.",
            "",
            "Examples:",
            "  ls *.png | procpool exec convert {} {.}.jpg",
            "  procpool exec -j 4 --timeout 1m gzip -k ::: *.log",
            "  procpool exec echo {1}-{2} ::: a b ::: 1 2 3",
            "  procpool exec --shell 'grep -c x {} | tail -1' -a files.txt",
            "  cut -f 1,2 table.tsv | procpool exec --colsep '\\t' cp {1} {2}",
            "",
            "In the words of COMMAND, {} is the item, {.} the item without its extension, {/} its last name, {//} its "
                    + "directory, {/.} its last name without extension, {#} its number from 1, {%%} the number of the "
                    + "worker. Of several columns, {1} is the first one, {2/.} part of the second one, {-1} the last one. "
                    + "Without such a word, the item is the last argument.",
            "",
            "No shell reads the words unless --shell is given, so that items may have any characters. Options come before "
                    + "COMMAND. The command's standard input is empty."
        },
        footer = {
            "",
            "The output is printed byte by byte. An item fails if its command ends with another exit code than 0; its output is "
                    + "printed all the same. What a command prints to its standard error goes to standard error. An output "
                    + "of more than 128 MiB ends the command.",
            "",
            "A command ends together with all programs that it has started: at its --timeout, at --halt now, and when its "
                    + "worker or procpool dies.",
            "",
            "With --json, value is the output as text, without its last line feed, or base64 the output if it is not UTF-8.",
            "",
            "Exit codes: 0 all ok, 2 usage, 3 some items failed, 4 stopped by --halt, 5 the workers cannot run."
        })
final class ExecCommand implements Callable<Integer> {

    private static final int MAX_OUTPUT = 128 << 20;

    /** An output travels with some bytes more, and that of a failed command with its exception. */
    private static final int OVERHEAD = 1 << 20;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", hidden = true, description = "The command, and where its items come from.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private JobOptions options = new JobOptions();

    @Option(
            names = "--shell",
            order = HelpOrder.ITEMS,
            description = "Have /bin/sh read the command, in which each item is quoted.")
    private boolean shell;

    ExecCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<String> command = GivenWords.before(words);
        if (command.isEmpty()) {
            throw new UsageException("the command is missing: procpool exec gzip -k ::: a.txt b.txt");
        }
        CommandTemplate template =
                UsageException.ifWrong(() -> shell ? CommandTemplate.forShell(command) : CommandTemplate.of(command));
        template.program().ifPresent(ExecCommand::requireProgram);
        CommandTask task = new CommandTask(template, MAX_OUTPUT);
        JobOptions.Job job = new JobOptions.Job(
                template.toString(),
                () -> task,
                ItemForm.NUMBERED_COLUMNS,
                SupervisionOptions.Overrun.INTERRUPTS,
                ResultEnd.NONE,
                MAX_OUTPUT + OVERHEAD,
                (number, item) -> template.shown(new CommandItem(number, Columns.split(item)), 1),
                misplaced(command));
        return options.run(job, GivenWords.of(GivenWords.from(words)), terminal);
    }

    /** The mistake that a run without items hints at: an option that the command got. */
    private Optional<String> misplaced(List<String> command) {
        return command.stream()
                .skip(1)
                .filter(word -> spec.optionsMap().containsKey(word))
                .map(word -> "no items were read, and '" + word
                        + "' went to the command: options of procpool come before the command")
                .findFirst();
    }

    /** A program that is missing would fail each item for the same reason. */
    private static void requireProgram(String program) {
        boolean isPath = program.contains("/");
        String path = System.getenv().getOrDefault("PATH", "");
        boolean isThere = isPath
                ? isProgram(Path.of(program))
                : Stream.of(path.split(File.pathSeparator)).anyMatch(place -> isProgram(Path.of(place, program)));
        if (!isThere) {
            throw new UsageException(
                    isPath
                            ? program + " is no program that can be run"
                            : "there is no program '" + program + "' on the PATH"
                                    + (program.contains(" ") ? "; --shell has a shell read the command" : ""));
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
