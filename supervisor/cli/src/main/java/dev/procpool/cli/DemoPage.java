package dev.procpool.cli;

import demos.Lanes;
import dev.procpool.demo.Demo;
import dev.procpool.demo.Demo.Evidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a demo to a person: predict, run, see, why, try. Confined to one thread. */
final class DemoPage {

    private static final String INDENT = "  ";

    private final DemoTexts texts;
    private final FactText facts;
    private final LaneFrames frames;
    private final PrintStream out;
    private final Optional<BufferedReader> answers;

    /** @param answers where the reader's guesses come from; empty for a run that waits for none */
    DemoPage(DemoTexts texts, FactText facts, LaneFrames frames, PrintStream out, Optional<BufferedReader> answers) {
        this.texts = texts;
        this.facts = facts;
        this.frames = frames;
        this.out = out;
        this.answers = answers;
    }

    /** Runs a demo and tells it; returns whether its truth was seen. */
    boolean tell(Demo demo) throws Exception {
        String name = demo.name();
        title("predict");
        indented(texts.get(name + ".predict"));
        indented(texts.get(name + ".choices"));
        String guess = ask();
        out.println();

        title("run");
        indented(texts.get(name + ".run"));
        indented(texts.get("program").formatted(demo.program().getSimpleName(), name));
        Evidence evidence = run(demo);
        out.println();

        title("see");
        for (Map.Entry<String, Object> fact : evidence.facts().entrySet()) {
            String label = texts.get(name + ".fact." + fact.getKey());
            indented(label + texts.get("fact.colon") + facts.of(name, fact.getValue()));
        }
        indented(judged(guess, texts.get(name + ".answer")));
        out.println();

        part("why", texts.get(name + ".why"));
        part("try", texts.get(name + ".try"));
        if (!evidence.shown()) {
            out.println(texts.get("notShown"));
        }
        return evidence.shown();
    }

    private Evidence run(Demo demo) throws Exception {
        try (StepLines lines = new StepLines(out)) {
            return demo.run(new Demo.Steps() {
                @Override
                public void begins(String step, Object... values) {
                    String text = texts.firstOf(demo.name() + ".step." + step, "step." + step);
                    lines.begin(INDENT + "… " + text.formatted(values));
                    frames.restart();
                }

                @Override
                public void shows(Lanes.Picture picture) {
                    frames.next(picture).ifPresent(frame -> {
                        lines.end();
                        out.print(frame);
                        out.flush();
                    });
                }
            });
        }
    }

    /** The text that the reader has typed; empty if nobody was asked. */
    private String ask() throws IOException {
        if (answers.isEmpty()) {
            return "";
        }
        out.print(INDENT + texts.get("ask"));
        out.flush();
        String line = answers.get().readLine();
        return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
    }

    private String judged(String guess, String answer) {
        if (!guess.matches("[abc]")) {
            return texts.get("guess.none").formatted(answer);
        }
        return guess.equals(answer)
                ? texts.get("guess.right").formatted(guess)
                : texts.get("guess.wrong").formatted(guess, answer);
    }

    private void part(String title, String text) {
        title(title);
        indented(text);
        out.println();
    }

    private void title(String title) {
        out.println(texts.get("part." + title));
    }

    private void indented(String text) {
        text.lines().forEach(line -> out.println(INDENT + line.stripTrailing()));
    }
}
