package dev.procpool.cli;

import dev.procpool.bench.crossover.Crossover;
import dev.procpool.bench.crossover.Report;
import dev.procpool.bench.crossover.Result;
import dev.procpool.bench.crossover.ResultFile;
import dev.procpool.bench.crossover.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From how many items on a pool is worth its start: law and measurement. */
@Command(
        name = "crossover",
        mixinStandardHelpOptions = true,
        description = {
            "Prints from how many items on a new pool of workers is faster than one thread on this machine.",
            "A law predicts it, n > S / (t (1 - 1/e) - o): S is the start-up, t the work of an item, o its transport and"
                    + " e the speed-up that the workers reach. Measured are items of 1 µs to 100 ms with 100 B to 1 MB, in"
                    + " one thread, threads, virtual threads, an open pool and new pools; the report says where the law is"
                    + " wrong. That takes less than ten minutes, on a machine that has nothing else to do."
        })
final class CrossoverCommand implements Callable<Integer> {

    private static final List<String> LANGUAGES = List.of("en", "zh");

    private final Terminal terminal;

    @Option(names = "--quick", description = "Three works instead of six, and fewer rounds: less than 30 seconds.")
    private boolean quick;

    @Option(
            names = {"-j", "--processes"},
            paramLabel = "N",
            converter = PoolSize.class,
            description = "Workers, and threads beside them: N, N%% of the processors, +N, -N or auto (the default).")
    private PoolSize.Wanted processes = new PoolSize.Wanted(0);

    @Option(names = "--echo", description = "The items are sent back, too.")
    private boolean isEcho;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, too.")
    private Path json;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draw a PNG file: the crossings, and how many times faster the open pool was.")
    private Path plot;

    @Option(
            names = "--lang",
            paramLabel = "zh|en",
            description = "The language of the report (LC_ALL, LC_MESSAGES, LANG).")
    private String language;

    CrossoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String chosen = language == null ? DemoTexts.languageOf(System.getenv(), Locale.getDefault()) : language;
        check(chosen);
        int workers = processes.resolve(Optional.empty(), terminal.err()::println);
        Result result = Crossover.measure(
                quick ? Scope.QUICK : Scope.FULL,
                workers,
                isEcho,
                (key, values) -> say("… " + Report.step(key, values, chosen)));
        if (terminal.isErrTerminal()) {
            say("");
        }
        new Report(result, chosen).lines().forEach(terminal.out()::println);
        if (json != null) {
            Files.writeString(json, ResultFile.json(result) + "\n");
        }
        if (plot != null) {
            Crossover.draw(result, chosen, plot);
        }
        return ExitCodes.OK;
    }

    /** Refuses options before anything is measured. */
    private void check(String chosen) {
        if (!LANGUAGES.contains(chosen)) {
            throw new UsageException("--lang is zh or en, not '" + chosen + "'");
        }
        BenchChecks.checkWritable("--json", json);
        BenchChecks.checkWritable("--plot", plot);
        if (plot != null && !plot.toString().endsWith(".png")) {
            throw new UsageException("--plot draws a PNG file: " + plot + " does not end in .png");
        }
    }

    /** Prints the progress: on a terminal, in a line that the next one overwrites. */
    private void say(String progress) {
        if (terminal.isErrTerminal()) {
            terminal.err().print("\r\033[K" + progress);
            terminal.err().flush();
        } else {
            terminal.err().println(progress);
        }
    }
}
