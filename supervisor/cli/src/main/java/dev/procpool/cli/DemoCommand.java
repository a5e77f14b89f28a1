package dev.procpool.cli;

import com.grack.nanojson.JsonWriter;
import dev.procpool.demo.BlastDemo;
import dev.procpool.demo.CounterDemo;
import dev.procpool.demo.Demo;
import dev.procpool.demo.Demo.Evidence;
import dev.procpool.demo.JoinDemo;
import dev.procpool.demo.OrderDemo;
import dev.procpool.demo.RunawayDemo;
import dev.procpool.demo.SquaresDemo;
import dev.procpool.demo.SuperviseDemo;
import dev.procpool.tasks.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
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
    private static final String TEXTS = "dev.procpool.demo.texts";
    private static final List<Demo> DEMOS = List.of(
            new SquaresDemo(),
            new OrderDemo(),
            new JoinDemo(),
            new CounterDemo(),
            new BlastDemo(),
            new RunawayDemo(),
            new SuperviseDemo());

    /** Held, as an unreferenced logger may be collected and lose its level. */
    private static final Logger POOL_LOG = Logger.getLogger("dev.procpool");

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "squares, order, join, counter, blast, runaway, supervise, or all.")
    private String name;

    @Option(names = "--list", description = "One line for each demo.")
    private boolean list;

    @Option(
            names = "--json",
            description = "Print a JSON object for each demo: its name, whether it showed, the facts.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "zh|en", description = "The language of the text (that of the locale).")
    private String language;

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
        ResourceBundle texts = texts();
        if (list || name == null) {
            for (Demo demo : DEMOS) {
                terminal.out().printf("%-9s %s%n", demo.name(), texts.getString(demo.name() + ".truth"));
            }
            return ExitCodes.OK;
        }
        List<Demo> chosen = DEMOS.stream()
                .filter(d -> name.equals(ALL) || d.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new UsageException("there is no demo '" + name + "'" + Spelling.didYouMean(name, names())
                    + " ('procpool demo --list' shows them)");
        }
        boolean all = true;
        for (Demo demo : chosen) {
            all &= show(demo, texts);
        }
        return all ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private boolean show(Demo demo, ResourceBundle texts) throws Exception {
        if (!json) {
            part("PREDICT", texts.getString(demo.name() + ".predict"));
            part("RUN", texts.getString(demo.name() + ".run"));
        }
        Evidence evidence = demo.run();
        if (json) {
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
        StringBuilder seen = new StringBuilder();
        for (Map.Entry<String, Object> fact : evidence.facts().entrySet()) {
            String label = texts.getString(demo.name() + ".fact." + fact.getKey());
            seen.append(label).append(": ").append(fact.getValue()).append('\n');
        }
        part("SEE", seen.toString().stripTrailing());
        part("WHY", texts.getString(demo.name() + ".why"));
        if (!evidence.shown()) {
            terminal.out().println(texts.getString("notShown"));
        }
        return evidence.shown();
    }

    private void part(String title, String text) {
        terminal.out().println(title);
        text.lines().forEach(line -> terminal.out().println("  " + line));
        terminal.out().println();
    }

    private ResourceBundle texts() {
        Locale locale = language == null ? Locale.getDefault() : Locale.forLanguageTag(language);
        boolean known = List.of("en", "zh").contains(locale.getLanguage());
        if (language != null && !known) {
            throw new UsageException("--lang is zh or en, not '" + language + "'");
        }
        Locale chosen = locale.getLanguage().equals("zh") ? Locale.CHINESE : Locale.ROOT;
        return ResourceBundle.getBundle(
                TEXTS, chosen, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
