package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program that people run for many pictures. */
class PicturesIT {

    private static final List<Color> COLOURS =
            List.of(new Color(200, 30, 30), new Color(30, 200, 30), new Color(30, 30, 200));

    private static final int HEIGHT = 30;

    /** JPEG keeps colours about as they were. */
    private static final Offset<Integer> ABOUT = Offset.offset(8);

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private Path pictures;
    private BashLine shell;

    @BeforeEach
    void drawPictures() throws IOException {
        shell = BashLine.with(Files.createDirectory(program.directory().resolve("installed")), Map.of());
        pictures = Files.createDirectory(program.directory().resolve("pictures"));
        for (int i = 0; i < COLOURS.size(); i++) {
            BufferedImage picture = new BufferedImage(widthOf(i), HEIGHT, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = picture.createGraphics();
            pen.setColor(COLOURS.get(i));
            pen.fillRect(0, 0, widthOf(i), HEIGHT);
            pen.dispose();
            ImageIO.write(
                    picture, "png", pictures.resolve("picture " + i + ".png").toFile());
        }
    }

    private static int widthOf(int picture) {
        return 40 + 10 * picture;
    }

    @Test
    void eachPictureIsConvertedByACommandOfItsOwn() throws Exception {
        assumeTrue(
                shell.run("convert -version", pictures).out().contains("ImageMagick"), "needs convert of ImageMagick");

        Ended ended = shell.run("ls *.png | procpool exec -j2 -- convert {} {.}.jpg", pictures);

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files).hasSize(2 * COLOURS.size());
        }
        for (int i = 0; i < COLOURS.size(); i++) {
            BufferedImage converted =
                    ImageIO.read(pictures.resolve("picture " + i + ".jpg").toFile());
            assertThat(converted.getWidth()).isEqualTo(widthOf(i));
            assertThat(converted.getHeight()).isEqualTo(HEIGHT);
            Color colour = new Color(converted.getRGB(widthOf(i) / 2, HEIGHT / 2));
            assertThat(colour.getRed()).isCloseTo(COLOURS.get(i).getRed(), ABOUT);
            assertThat(colour.getGreen()).isCloseTo(COLOURS.get(i).getGreen(), ABOUT);
            assertThat(colour.getBlue()).isCloseTo(COLOURS.get(i).getBlue(), ABOUT);
        }
    }
}
