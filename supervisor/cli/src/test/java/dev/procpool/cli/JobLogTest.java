package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private OutcomeReport report(OutputStream out, JobLog log) {
        OutcomePrinter printer =
                new OutcomePrinter(out, OutcomePrinter.Format.VALUE, OutcomePrinter.Tag.NONE, ResultEnd.LINE_FEED);
        return new OutcomeReport(new Messages(new PrintStream(err, true), false), printer, log, Optional.empty());
    }

    @Test
    void aLineSaysWhichItemOfWhichTaskWasRunAndHow() throws Exception {
        Path file = directory.resolve("log");
        FakeResults results =
                new FakeResults().succeeded("a/b \"\\\t计</x", "1").failed("throw", new IllegalStateException("thrown"));
        try (JobLog log = JobLog.append(file, "com.acme.X::y\"")) {
            while (results.next()) {
                log.add(results.index(), results);
            }
            log.flush();
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .startsWith("{\"i\":0,\"task\":\"com.acme.X::y\\\"\",\"item\":\"a/b \\\"\\\\\\t计<\\/x\",\"ok\":true,"
                        + "\"pid\":4711,\"worker\":2,\"attempt\":1,\"queuedMs\":3.1,\"runMs\":0.02,\"at\":\"");
        JsonObject failed = JsonParser.object().from(lines.get(1));
        assertThat(failed.getObject("error").getString("message")).isEqualTo("java.lang.IllegalStateException: thrown");
        assertThat(Instant.parse(failed.getString("at"))).isBefore(Instant.now().plusSeconds(1));
        assertThat(JobLog.read(file))
                .isEqualTo(Map.of(
                        0L, new JobLog.Entry("com.acme.X::y\"", "a/b \"\\\t计</x", true),
                        1L, new JobLog.Entry("com.acme.X::y\"", "throw", false)));
    }

    @Test
    void resultsAreWrittenBeforeTheirLogAndBeforeTheNextComplaint() throws Exception {
        Path file = directory.resolve("log");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FakeResults results = new FakeResults()
                .succeeded("a", "1")
                .succeeded("b", "2")
                .failed("c\nd", new IllegalStateException("thrown"))
                .succeeded("e", "5");
        try (JobLog log = JobLog.append(file, "t")) {
            OutcomeReport report = report(
                    new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            assertThat(Files.size(file)).isZero();
                            assertThat(err.size()).isZero();
                            out.write(b);
                        }
                    },
                    log);
            for (int i = 0; i < 3; i++) {
                results.next();
                report.add(i, results);
            }
            assertThat(out).hasToString("1\n2\n");
            assertThat(err).asString().startsWith("procpool: item 2 (c\\nd): ").contains("thrown");
            assertThat(Files.readAllLines(file)).hasSize(2);
        }
    }

    @Test
    void itemsWhoseResultsAreLostAreNotLogged() throws Exception {
        Path file = directory.resolve("log");
        FakeResults results = new FakeResults().succeeded("a", "1");
        try (JobLog log = JobLog.append(file, "t")) {
            OutcomeReport report = report(
                    new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            throw new IOException("no room");
                        }
                    },
                    log);
            results.next();
            report.add(0, results);
            try {
                report.flush();
            } catch (OutcomeReport.StdoutException e) {
                report.flush();
            }
        }

        assertThat(file).isEmptyFile();
    }

    @Test
    void withALogResultsAreWrittenInSmallBlocks() throws Exception {
        int[] largest = {0};
        FakeResults results = new FakeResults();
        for (int i = 0; i < 5000; i++) {
            results.succeeded("item", "result " + i);
        }
        try (JobLog log = JobLog.append(directory.resolve("log"), "t")) {
            OutcomeReport report = report(
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            largest[0] = 1;
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            largest[0] = Math.max(largest[0], length);
                        }
                    },
                    log);
            while (results.next()) {
                report.add(results.index(), results);
            }
        }

        assertThat(largest[0]).isBetween(4096, 4200);
    }
}
