package dev.procpool.cli;

import dev.procpool.bench.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses options, before anything is measured, that would fail or destroy a file minutes later. */
final class BenchChecks {

    private final BenchCommand options;

    private BenchChecks(BenchCommand options) {
        this.options = options;
    }

    /** @throws UsageException for options that cannot be met, or exclude each other */
    static void check(BenchCommand options) throws IOException {
        BenchChecks checks = new BenchChecks(options);
        checks.checkCombinations();
        checks.checkFiles();
    }

    private void checkCombinations() {
        if (options.quick && options.full) {
            throw new UsageException("--quick and --full exclude each other");
        }
        if (options.quick && options.otherJdk != null) {
            throw new UsageException("--quick has no time for a second JDK");
        }
        if (options.noPython && !options.pythons.isEmpty()) {
            throw new UsageException("--no-python and --python exclude each other");
        }
        if (options.pythons.size() > Setup.MOST_GIVEN) {
            throw new UsageException("--python can be given " + Setup.MOST_GIVEN + " times at most");
        }
        boolean chooses = options.quick
                || options.full
                || options.soak
                || options.noPython
                || !options.pythons.isEmpty()
                || options.rows != null
                || options.otherJdk != null;
        if (options.from != null && chooses) {
            throw new UsageException(
                    "--from shows what was measured, all of it; it goes with --json, --markdown and --chart only");
        }
    }

    private void checkFiles() throws IOException {
        checkWritable("--json", options.json);
        checkWritable("--markdown", options.markdown);
        checkWritable("--chart", options.chart);
        if (options.chart != null && !options.chart.toString().endsWith(".png")) {
            throw new UsageException("--chart draws a PNG file: " + options.chart + " does not end in .png");
        }
        if (options.markdown != null && Files.exists(options.markdown)) {
            String text = Files.readString(options.markdown);
            int begin = text.indexOf(BenchCommand.BEGIN);
            if (begin < 0 || text.indexOf(BenchCommand.END) < begin) {
                throw new UsageException("--markdown " + options.markdown + " exists, and has no lines '"
                        + BenchCommand.BEGIN + "' and '" + BenchCommand.END + "' to write the tables between");
            }
        }
    }

    /** @throws UsageException if {@code file} is given and cannot be written */
    static void checkWritable(String option, Path file) {
        if (file == null) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        boolean writable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
        if (!writable) {
            throw new UsageException(option + " " + file + " cannot be written");
        }
    }
}
