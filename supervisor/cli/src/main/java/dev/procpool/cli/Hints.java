package dev.procpool.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of GNU parallel and xargs that procpool does not have, and what to write in their place. */
final class Hints {

    /** The names of an option, and the hint. */
    private record Hint(String names, String text) {}

    private static final List<Hint> HINTS = List.of(
            new Hint(
                    "-I --replace -i",
                    "{} is always replaced: leave the option out, and write {} where the item belongs"),
            new Hint(
                    "-U --er --extensionreplace --bnr --basenamereplace --dnr --dirnamereplace --bner --seqreplace "
                            + "--slotreplace --rpl --parens --plus",
                    "replacement words cannot be renamed: {} {.} {/} {//} {/.} {#} {%} and {1} are those that there are"),
            new Hint("-L -l --max-lines", "each line is an item: -n N passes N of them to one command"),
            new Hint("-N --max-replace-args", "-n N passes N items to one command, as {1}, {2} and so on"),
            new Hint(
                    "-X -m --xargs",
                    "each item has a command of its own: -n N passes N items to one command, and {} stands for all"),
            new Hint("-s --max-chars -x --exit --show-limits", "-n N limits the items of one command: leave it out"),
            new Hint("-t -p --interactive", "--dry-run prints the commands, and --joblog FILE what became of them"),
            new Hint("-E -e --eof", "the input is read to its end: put 'sed /END/Q' before it"),
            new Hint(
                    "-u --ungroup --lb --line-buffer --linebuffer --ll --latest-line --open-tty -o --tty --pty --tmux --fg",
                    "a command's output is printed whole, when it has ended: leave it out; --unordered prints it as soon as"
                            + " possible"),
            new Hint("--group -g --silent", "a command's output is always printed whole: leave it out"),
            new Hint("--no-keep-order", "--unordered prints results as they arrive"),
            new Hint("--eta --progress", "--bar shows the progress with the time that is left"),
            new Hint(
                    "--total-jobs --totaljobs --total",
                    "the number of items is known once they are all read: leave it out"),
            new Hint(
                    "--pipe --spreadstdin --pipe-part --pipepart --block --block-size --recstart --recend --round-robin"
                            + " --cat --fifo --tee --shard --bin --group-by --regexp --rrs --remove-rec-sep",
                    "a command's standard input is empty: 'split' makes files of a large input, whose names can be items"),
            new Hint("--header", "'tail -n +2' drops the line of names; columns are {1}, {2} and so on"),
            new Hint("--wd --workdir", "'cd DIR' before it, or --shell 'cd DIR && …' for each item"),
            new Hint(
                    "-S --sshlogin --slf --sshloginfile --sshdelay --ssh-delay --ssh --onall --nonall --transfer --tf"
                            + " --transferfile --return --cleanup --trc --bf --basefile --controlmaster -M --hgrp"
                            + " --hostgroups --filter-hosts",
                    "procpool runs on this machine only"),
            new Hint("--will-cite --citation --nn --no-notice --bibtex", "there is no such notice: leave it out"),
            new Hint("--gnu --tollef --plain -J", "there are no profiles and no other modes: leave it out"),
            new Hint("--env --record-env --session", "commands have the whole environment of procpool: leave it out"),
            new Hint("--tmpdir --tempdir --compress --compress-program", "no output goes through files: leave it out"),
            new Hint("--files --output-as-files --outputasfiles", "--results DIR writes a file for each item"),
            new Hint("--arg-sep --arg-file-sep", "items come after ':::', files with items after '::::'"),
            new Hint("--link --xapply", "write ':::+' in place of ':::' before the items that are to be linked"),
            new Hint("--shuf", "'shuf' shuffles the items before they are read: shuf FILE | procpool …"),
            new Hint(
                    "--tagstring --tag-string --ctag --ctagstring --color --color-failed",
                    "--tag prints the item before each line"),
            new Hint(
                    "--trim --skip-first-line --filter --csv",
                    "prepare the items with sed, awk or cut before they are read"),
            new Hint("--halt-on-error", "--halt has the same values"),
            new Hint("--resume-failed", "--retry-failed runs the items that failed, or are missing, again"),
            new Hint(
                    "--memsuspend --noswap --limit",
                    "--memfree SIZE starts no item while less memory is free; --max-rss kills"
                            + " a worker that has grown beyond a size"),
            new Hint(
                    "--term-seq --termseq",
                    "a command is killed with all that it has started; --stop-timeout is for Ctrl-C"),
            new Hint(
                    "--quote --shellquote --shell-quote",
                    "words are passed on as they are, without a shell: leave it out"),
            new Hint("--semaphore --sem --id --st --wait --bg", "'flock FILE COMMAND' runs one command at a time"),
            new Hint("--process-slot-var", "{%} is the number of the worker"),
            new Hint(
                    "--number-of-cores --number-of-cpus --number-of-threads",
                    "'procpool doctor' shows the processors"));

    private static final Map<String, String> BY_NAME = byName();

    private Hints() {}

    /** The names of all options that have a hint. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static Map<String, String> byName() {
        Map<String, String> all = new HashMap<>();
        for (Hint hint : HINTS) {
            for (String name : hint.names.split(" ")) {
                all.put(name, hint.text);
            }
        }
        return all;
    }

    /**
     * Refuses words of a command where the name of a task is expected.
     *
     * @param words the words before the items
     */
    static void requireTask(List<String> words) {
        if (words.stream().anyMatch(word -> word.contains("{}"))) {
            throw new UsageException(
                    "run gives each item to its task, and replaces no {}: for a command write 'procpool exec "
                            + String.join(" ", words) + "'");
        }
    }

    /**
     * The hint for a word that is no option, nor the value of one.
     *
     * @param word as it was given: {@code -I{}}, {@code -n1}, {@code --block=1m}
     */
    static Optional<String> of(String word) {
        if (word.startsWith("--")) {
            String name = word.replaceFirst("=.*", "");
            return Optional.ofNullable(BY_NAME.get(name)).map(hint -> name + ": " + hint);
        }
        if (!word.startsWith("-") || word.length() < 2) {
            return Optional.empty();
        }
        String name = word.substring(0, 2);
        return Optional.ofNullable(BY_NAME.get(name)).map(hint -> name + ": " + hint);
    }
}
