package dev.procpool.cli;

import dev.procpool.tasks.BuiltInTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script for bash and zsh that completes commands, options, their values, tasks and demos. */
final class CompletionScript {

    private static final String TEMPLATE = "completion.bash";
    private static final String PLACE = "    # KNOWN WORDS\n";

    private final List<String> cases = new ArrayList<>();

    private CompletionScript() {}

    static String of(CommandLine commandLine) {
        CompletionScript script = new CompletionScript();
        script.add("", commandLine);
        return template().replace(PLACE, String.join("", script.cases));
    }

    private void add(String name, CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        List<OptionSpec> options =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        List<String> commands = List.copyOf(commandLine.getSubcommands().keySet());
        add(name, commands.isEmpty() ? parameters(name, commandLine) : commands);
        add(
                name + " -",
                Stream.concat(
                                options.stream().flatMap(CompletionScript::names),
                                spec.negatedOptionsMap().keySet().stream())
                        .toList());
        List<OptionSpec> withValue =
                options.stream().filter(option -> option.arity().max() > 0).toList();
        add(name + " =", withValue.stream().flatMap(CompletionScript::names).toList());
        for (OptionSpec option : withValue) {
            add(
                    names(option).map(word -> name + " " + word).toList(),
                    OptionValues.of(option).orElse(List.of()));
        }
        commandLine.getSubcommands().forEach((verb, subcommand) -> {
            if (name.isEmpty()) {
                add(verb, subcommand);
            }
        });
    }

    private static Stream<String> names(OptionSpec option) {
        return Arrays.stream(option.names());
    }

    private static List<String> parameters(String command, CommandLine commandLine) {
        return switch (command) {
            case "run" ->
                Stream.concat(
                                Stream.of(OptionValues.TASK),
                                Arrays.stream(BuiltInTask.values()).map(BuiltInTask::taskName))
                        .toList();
            case "exec" -> List.of(OptionValues.PROGRAM);
            case "jshell" -> List.of(OptionValues.FILE);
            case "demo" -> DemoCommand.names();
            case "help" -> List.copyOf(commandLine.getParent().getSubcommands().keySet());
            default -> List.of(OptionValues.TEXT);
        };
    }

    private void add(String key, List<String> words) {
        add(List.of(key), words);
    }

    private void add(List<String> keys, List<String> words) {
        if (!words.isEmpty()) {
            String patterns = keys.stream().map(key -> "'" + key + "'").collect(Collectors.joining(" | "));
            cases.add("    " + patterns + ") echo '" + String.join(" ", words) + "' ;;\n");
        }
    }

    private static String template() {
        try (InputStream in = CompletionScript.class.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
