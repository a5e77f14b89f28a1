package dev.procpool.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Gives each command its terminal.
 *
 * @param terminal the same for all
 */
record Commands(Terminal terminal) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Object command = command(type);
        return command == null ? CommandLine.defaultFactory().create(type) : type.cast(command);
    }

    private Object command(Class<?> type) {
        if (type == RunCommand.class) {
            return new RunCommand(terminal);
        }
        if (type == DemoCommand.class) {
            return new DemoCommand(terminal);
        }
        if (type == DoctorCommand.class) {
            return new DoctorCommand(terminal);
        }
        if (type == ArchiveCommand.class) {
            return new ArchiveCommand(terminal);
        }
        if (type == ExecCommand.class) {
            return new ExecCommand(terminal);
        }
        if (type == JshellCommand.class) {
            return new JshellCommand(terminal);
        }
        if (type == BenchCommand.class) {
            return new BenchCommand(terminal);
        }
        if (type == CrossoverCommand.class) {
            return new CrossoverCommand(terminal);
        }
        return type == CompletionCommand.class ? new CompletionCommand(terminal) : null;
    }
}
