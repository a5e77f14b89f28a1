package dev.procpool.cli;

import picocli.CommandLine.Command;

/** Prints a completion script. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that completes commands, options, tasks and demos in bash and zsh.",
            "",
            "For this shell, or in ~/.bashrc or ~/.zshrc for all:",
            "  source <(procpool completion)"
        })
final class CompletionCommand implements Runnable {

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(CompletionScript.of(Main.commandLine(terminal)));
        terminal.out().flush();
    }
}
