package dev.procpool.cli;

import picocli.CommandLine.Option;

/** The options that say what is told about a run while it lasts and at its end. */
final class ProgressOptions {

    @Option(
            names = "--bar",
            negatable = true,
            order = HelpOrder.POOL,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Show how far the run is, where standard error is a terminal (the default).")
    private boolean bar;

    @Option(
            names = "--insights",
            order = HelpOrder.POOL,
            description = "Say at the end where the time went, and what would have been faster.")
    private boolean insights;

    /**
     * Watches over a run as the options want it.
     *
     * @param readsInput whether items come from standard input: a bar would be in the way of what is typed there
     */
    RunWatch watch(Terminal terminal, Messages messages, boolean readsInput) {
        boolean isDrawn = bar && !(readsInput && terminal.isInTerminal());
        return new RunWatch(
                isDrawn ? terminal.bottomLine() : null,
                insights ? new Insights(messages::say) : null,
                () -> new BarText(BarStyle.of(terminal)));
    }
}
