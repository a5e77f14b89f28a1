package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A quick run of the crossover. No time is asserted: on a busy machine law and measurement may be far apart. */
class CrossoverIT {

    private static final List<String> WORKS = List.of("10 µs", "1 ms", "10 ms");
    private static final String CELL = "(never|[\\d,]+) \\((never|[~<>]?[\\d,]+)\\)";

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Test
    void aQuickRunPrintsLawAndMeasurementAndDrawsThem() throws Exception {
        Path png = program.directory().resolve("crossover.png");
        Path json = program.directory().resolve("crossover.json");

        Ended ended = program.run(
                "", "crossover", "--quick", "-j2", "--lang", "en", "--plot", png.toString(), "--json", json.toString());

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.lines())
                .anyMatch(line -> line.matches("work +100 B +10 KB +1 MB +law \\(measured\\)"))
                .anyMatch(line -> line.matches("The law is right within a factor 2 in \\d of \\d cells .*"));
        for (String work : WORKS) {
            assertThat(ended.lines()).anyMatch(line -> line.matches(work + " +(" + CELL + " *){3}"));
        }
        assertThat(ended.lines().get(ended.lines().size() - 1))
                .startsWith("Tasks of 1 ms with 100 B each: a new pool is ");
        JsonObject figures = JsonParser.object().from(Files.readString(json));
        assertThat(figures.getArray("cells")).hasSize(9);
        assertThat(figures.getInt("withinFactor2")).isBetween(0, figures.getInt("crossings"));
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isGreaterThan(1000);
        assertThat(image.getRGB(1, 1) & 0xffffff).as("a white background").isEqualTo(0xffffff);
    }

    @Test
    void optionsThatCannotBeMetAreRefusedBeforeAnythingIsMeasured() throws Exception {
        assertThat(program.run("", "crossover", "--plot", "chart.svg").exit()).isEqualTo(2);
        assertThat(program.err()).contains("--plot draws a PNG file: chart.svg does not end in .png");
        assertThat(program.run("", "crossover", "--json", "/no/such/directory/f.json")
                        .exit())
                .isEqualTo(2);
        assertThat(program.run("", "crossover", "--lang", "fr").exit()).isEqualTo(2);
    }
}
