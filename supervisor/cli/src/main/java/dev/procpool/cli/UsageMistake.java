package dev.procpool.cli;

import dev.procpool.tasks.BuiltInTask;
import dev.procpool.tasks.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what may have been meant. */
final class UsageMistake {

    private UsageMistake() {}

    /** A message of one line. */
    static String text(ParameterException mistake) {
        CommandSpec spec = mistake.getCommandLine().getCommandSpec();
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                return noOption(word, spec);
            }
            if (!spec.subcommands().isEmpty()) {
                return noCommand(word, spec);
            }
        }
        return mistake.getMessage();
    }

    /** The thing to write in place of an option of another program. */
    static Optional<String> hint(ParameterException mistake) {
        return mistake instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().stream()
                        .flatMap(word -> Hints.of(word).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static String noOption(String word, CommandSpec spec) {
        String option = word.startsWith("--") ? word.split("=", 2)[0] : word;
        List<String> known = spec.options().stream()
                .filter(candidate -> !candidate.hidden())
                .flatMap(candidate -> List.of(candidate.names()).stream())
                .filter(name -> name.startsWith("--"))
                .toList();
        String meant = Hints.of(word).isPresent() ? "" : Spelling.didYouMean(option, known);
        return "'" + spec.qualifiedName() + "' has no option '" + option + "'" + meant;
    }

    private static String noCommand(String word, CommandSpec spec) {
        boolean isBuiltIn = Arrays.stream(BuiltInTask.values())
                .anyMatch(task -> task.taskName().equals(word));
        boolean isTask = isBuiltIn || word.contains("::") || word.contains("->");
        String hint = isTask
                ? "; '" + spec.qualifiedName() + " run' runs a task"
                : Spelling.didYouMean(word, spec.subcommands().keySet());
        return "'" + spec.qualifiedName() + "' has no command '" + word + "'" + hint;
    }
}
