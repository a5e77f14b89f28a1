package dev.procpool.cli;

import dev.procpool.tasks.BuiltInTask;
import dev.procpool.tasks.OneLine;
import dev.procpool.tasks.command.ShellLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a task over items. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "procpool run [OPTION]... TASK [::: ITEM...]...",
        description = {
            "Runs a task over items in worker JVMs, and prints one result a line.",
            "",
            "Examples:",
            "  seq 10 | procpool run 'x -> x * x' --type int",
            "  procpool run Foo.java::hash -a names.txt",
            "  find . -type f | procpool run sha256 -j 4 > sums.txt",
            "  procpool run Math::sqrt --json ::: 1 4 9",
            "  procpool run com.acme.Images::shrink --cp 'libs/*' -a files.txt",
            "  procpool run Foo::bar --timeout 30s --joblog log -a items.txt",
            "",
            "TASK is one of",
            "  '(int x) -> x * x' an expression; without a type, x is a String (see --type)",
            "  Foo.java::bar      a method of a source file; Foo.java where it has only one",
            "  square             built in: --list shows all",
            "  Foo::bar           a method of one parameter, or of the item itself",
            "  'Foo::bar(Path)'   one of several methods of that name",
            "  com.acme.Foo       a class that implements TaskFunction",
            "A method that is not static needs a constructor without parameters.",
            "",
            "ITEMs come after ':::', from a file (-a), or one a line from standard input. They are numbered from 0, and "
                    + "become what the parameter is: text, a number, a Path, a URI, a Duration (PT2S), an enum and so on. "
                    + "An item that cannot be converted fails, as one that is not UTF-8 does (kind INPUT)."
        },
        footer = {
            "",
            "A result is printed as its text: an Optional as its value, an array with its elements, and the "
                    + "missing result of a void method as null.",
            "",
            "With --json a line has i, the number of the item; ok; value, or item and error with its kind, such as "
                    + "ERROR, TIMEOUT, WORKER_DIED or OOM, and message; pid and worker, who ran it last, 0 if none did; "
                    + "attempt, from 1; queuedMs, until it was started, and runMs. Values are JSON: arrays and collections "
                    + "as arrays, maps and records as objects, byte[] as base64, anything else as its text.",
            "",
            "Exit codes: 0 all ok, 2 usage, 3 some items failed, 4 stopped by --halt, 5 the workers cannot run."
        })
final class RunCommand implements Callable<Integer> {

    private static final int SHOWN_ITEMS = 5;
    private static final int LARGEST_RESULT = 64 << 20;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            hidden = true,
            description = "The task, and the items unless they come from standard input.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private JobOptions options = new JobOptions();

    @Option(
            names = "--type",
            order = HelpOrder.ITEMS,
            paramLabel = "TYPE[,TYPE...]",
            description = "The types of the parameters of an expression, such as int, double or Path (String).")
    private String types;

    @Option(names = "--list", description = "List the tasks that are built in.")
    private boolean list;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            for (BuiltInTask task : BuiltInTask.values()) {
                terminal.out().printf("%-10s %s%n", task.taskName(), task.description());
            }
            return ExitCodes.OK;
        }
        String task = taskName();
        GivenWords sources = GivenWords.of(wordsFromSeparator());
        ItemForm form = options.form(sources);
        TaskCompilation.Form forms = new TaskCompilation.Form(options.format().resultForm(), form == ItemForm.COLUMNS);
        try (TaskCompilation function =
                TaskCompilation.begin(new TaskText(task, types), options.classPath(terminal), terminal, forms)) {
            JobOptions.Job job = new JobOptions.Job(
                    task,
                    function,
                    form,
                    SupervisionOptions.Overrun.KILLS,
                    ResultEnd.LINE_FEED,
                    LARGEST_RESULT,
                    (number, item) -> call(task, item),
                    Optional.empty());
            return options.run(job, sources, terminal);
        }
    }

    private static String call(String task, String item) {
        String function = task.contains("->") ? "(" + task + ")" : task;
        return function + "(" + OneLine.of(item.replace("\0", ", ")) + ")";
    }

    private String taskName() {
        List<String> before =
                words.subList(0, words.size() - Math.max(0, wordsFromSeparator().size() - 1));
        if (before.isEmpty()) {
            throw new UsageException("the task is missing; 'procpool run --list' shows what is built in");
        }
        Hints.requireTask(before);
        if (before.size() > 1) {
            throw new UsageException("'" + before.get(1) + "' is unexpected: items come after '"
                    + InputOptions.SEPARATOR + "'" + meant(before));
        }
        return before.get(0);
    }

    /** The end of a message with the line that was meant, where all items lack the separator. */
    private String meant(List<String> before) {
        if (!wordsFromSeparator().isEmpty()) {
            return "";
        }
        List<String> line = new ArrayList<>(List.of("procpool"));
        line.addAll(spec.commandLine().getParseResult().originalArgs());
        before.forEach(line::remove);
        line.addAll(List.of(before.get(0), InputOptions.SEPARATOR));
        line.addAll(before.subList(1, Math.min(before.size(), 1 + SHOWN_ITEMS)));
        return "; write " + ShellLine.of(line) + (before.size() > 1 + SHOWN_ITEMS ? " …" : "");
    }

    /** The first separator, which is none of {@link #words}, and all that is behind it. */
    private List<String> wordsFromSeparator() {
        return GivenWords.from(spec.commandLine().getParseResult().originalArgs());
    }
}
