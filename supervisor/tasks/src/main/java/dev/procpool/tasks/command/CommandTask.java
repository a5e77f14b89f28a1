package dev.procpool.tasks.command;

import dev.procpool.task.TaskContext;
import dev.procpool.task.TaskFunction;

/** Runs a command for each item; its output is the result. */
public final class CommandTask implements TaskFunction<CommandItem, byte[]> {

    private static final long serialVersionUID = 1L;

    private final CommandTemplate template;
    private final int maxOutputBytes;

    /** @param maxOutputBytes a command that writes more is killed, and fails */
    public CommandTask(CommandTemplate template, int maxOutputBytes) {
        this.template = template;
        this.maxOutputBytes = maxOutputBytes;
    }

    @Override
    public byte[] apply(CommandItem item) throws CommandFailedException, InterruptedException {
        int worker = TaskContext.current().map(TaskContext::workerId).orElse(0);
        return new CommandRun(template.arguments(item, worker), maxOutputBytes).call();
    }
}
