package dev.procpool.cli;

import com.grack.nanojson.JsonWriter;
import dev.procpool.demo.BackendsDemo;
import dev.procpool.demo.BlastDemo;
import dev.procpool.demo.CounterDemo;
import dev.procpool.demo.CrossoverDemo;
import dev.procpool.demo.Demo;
import dev.procpool.demo.Demo.Evidence;
import dev.procpool.demo.JoinDemo;
import dev.procpool.demo.LanesDemo;
import dev.procpool.demo.LockDemo;
import dev.procpool.demo.OrderDemo;
import dev.procpool.demo.PoolVsProcessDemo;
import dev.procpool.demo.ProgramSource;
import dev.procpool.demo.QueueDemo;
import dev.procpool.demo.RunawayDemo;
import dev.procpool.demo.SquaresDemo;
import dev.procpool.demo.StartupDemo;
import dev.procpool.demo.SuperviseDemo;
import dev.procpool.tasks.Spelling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a process is. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a process is: predict, run, see, why.",
            "Exit code 0 only if the truth of the demo really showed itself in this run, else 6."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String ALL = "all";
    private static final List<Demo> DEMOS = List.of(
            new SquaresDemo(),
            new OrderDemo(),
            new JoinDemo(),
            new CounterDemo(),
            new LanesDemo(),
            new PoolVsProcessDemo(),
            new BackendsDemo(),
            new StartupDemo(),
            new CrossoverDemo(),
            new QueueDemo(),
            new LockDemo(),
            new BlastDemo(),
            new RunawayDemo(),
            new SuperviseDemo());

    /** Held, as an unreferenced logger may be collected and lose its level. */
    private static final Logger POOL_LOG = Logger.getLogger("dev.procpool");

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "squares, order, join, counter, lanes, pool-vs-process, backends, startup, crossover, queue, lock, "
                            + "blast, runaway, supervise, or all.")
    private String name;

    @Option(names = "--list", description = "One line for each demo.")
    private boolean list;

    @Option(
            names = "--json",
            description = "Print a JSON object for each demo: its name, whether it showed, the facts.")
    private boolean json;

    @Option(
            names = "--lang",
            paramLabel = "zh|en",
            description = "The language of the text (LC_ALL, LC_MESSAGES, LANG).")
    private String language;

    @Option(names = "--no-wait", description = "On a terminal: do not wait for a guess.")
    private boolean noWait;

    @Option(names = "--source", description = "Print the program that the demo runs, to copy and change.")
    private boolean source;

    @Mixin
    private TraceOption trace = new TraceOption();

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The names that the command line takes. */
    static List<String> names() {
        return Stream.concat(DEMOS.stream().map(Demo::name), Stream.of(ALL)).toList();
    }

    @Override
    public Integer call() throws Exception {
        POOL_LOG.setLevel(Level.OFF); // the facts of a demo include the deaths that it is about
        DemoTexts texts =
                DemoTexts.in(language == null ? DemoTexts.languageOf(System.getenv(), Locale.getDefault()) : language);
        if (list || name == null) {
            for (Demo demo : DEMOS) {
                terminal.out().printf("%-15s %s%n", demo.name(), texts.get(demo.name() + ".truth"));
            }
            return ExitCodes.OK;
        }
        if (source) {
            printSource();
            return ExitCodes.OK;
        }
        boolean all = true;
        DemoPage page = page(texts);
        List<Demo> chosen = chosen();
        TraceOption.End tracing = trace.beginDemo(name, terminal);
        try {
            for (Demo demo : chosen) {
                all &= json ? print(demo) : page.tell(demo);
            }
        } finally {
            tracing.close();
        }
        return all ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private void printSource() throws IOException {
        if (name.equals(ALL)) {
            throw new UsageException("--source prints the program of one demo: name it instead of 'all'");
        }
        terminal.out().print(ProgramSource.of(chosen().get(0)));
    }

    private List<Demo> chosen() {
        List<Demo> chosen = DEMOS.stream()
                .filter(d -> name.equals(ALL) || d.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new UsageException("there is no demo '" + name + "'" + Spelling.didYouMean(name, names())
                    + " ('procpool demo --list' shows them)");
        }
        return chosen;
    }

    private DemoPage page(DemoTexts texts) {
        boolean waits = !noWait && terminal.isInTerminal() && terminal.isOutTerminal();
        Optional<BufferedReader> answers = waits
                ? Optional.of(new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)))
                : Optional.empty();
        BarStyle style = BarStyle.of(terminal);
        FactText facts = new FactText(texts, style.hasBlocks());
        LaneFrames frames = new LaneFrames(new LaneText(texts, style), terminal.isOutTerminal() && !BarStyle.isDumb());
        return new DemoPage(texts, facts, frames, terminal.out(), answers);
    }

    private boolean print(Demo demo) throws Exception {
        Evidence evidence = demo.run((step, values) -> {});
        terminal.out()
                .println(JsonWriter.string()
                        .object()
                        .value("demo", demo.name())
                        .value("shown", evidence.shown())
                        .object("facts", evidence.facts())
                        .end()
                        .done());
        return evidence.shown();
    }
}
