package dev.procpool.tasks.command;

import dev.procpool.task.TaskContext;
import dev.procpool.task.TaskFunction;
import java.io.IOException;

/**
 * Runs a command for each item, whose text has the number of the item, from 0, as its first column. The output of the
 * command is the result.
 */
public final class CommandTask implements TaskFunction<String, byte[]> {

    private static final long serialVersionUID = 1L;

    private final CommandTemplate template;
    private final int maxOutputBytes;

    /** @param maxOutputBytes a command that writes more is killed, and fails */
    public CommandTask(CommandTemplate template, int maxOutputBytes) {
        this.template = template;
        this.maxOutputBytes = maxOutputBytes;
    }

    @Override
    public byte[] apply(String item) throws CommandFailedException, IOException, InterruptedException {
        int worker = TaskContext.current().map(TaskContext::workerId).orElse(0);
        return new CommandRun(template.arguments(CommandItem.of(item), worker), maxOutputBytes).call();
    }
}
