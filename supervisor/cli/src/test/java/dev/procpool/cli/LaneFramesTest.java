package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import demos.Lanes.Lane;
import demos.Lanes.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneFramesTest {

    private static final Picture EARLY = new Picture(12, List.of(new Lane(4711, 17, 8), new Lane(4712, 0, 3)));
    private static final Picture LATE = new Picture(0, List.of(new Lane(4711, 0, 14), new Lane(4712, 0, 10)));

    private static List<String> lines(String language, BarStyle style, Picture picture) {
        return new LaneText(DemoTexts.in(language), style).of(picture);
    }

    private LaneFrames frames(boolean isInPlace) {
        return new LaneFrames(new LaneText(DemoTexts.in("en"), new BarStyle(80, true, false)), isInPlace);
    }

    @Test
    void aPictureHasALineForTheQueueAndForEachLane() {
        assertThat(lines("en", new BarStyle(80, true, false), EARLY))
                .containsExactly(
                        "  queue ▢▢▢▢▢▢▢▢▢▢▢▢ 12 waiting",
                        "  lane 1  pid 4711 ▮▮▮▮▮▮▮▮ #17 …  8 done",
                        "  lane 2  pid 4712 ▮▮▮  3 done");
        assertThat(lines("zh", new BarStyle(80, true, false), EARLY))
                .containsExactly(
                        "  排队 ▢▢▢▢▢▢▢▢▢▢▢▢ 还有 12 项",
                        "  1 号台 进程 4711 ▮▮▮▮▮▮▮▮ 第 17 项 … 完成 8",
                        "  2 号台 进程 4712 ▮▮▮ 完成 3");
        assertThat(lines("en", new BarStyle(80, false, false), EARLY).get(0))
                .isEqualTo("  queue ............ 12 waiting");
    }

    @Test
    void aPictureIsNotWiderThanItsTerminal() {
        assertThat(lines("en", new BarStyle(37, true, false), EARLY))
                .containsExactly(
                        "  queue ▢▢▢▢▢▢▢▢▢▢▢▢ 12 waiting",
                        "  lane 1  pid 4711 ▮▮▮ #17 …  8 done",
                        "  lane 2  pid 4712 ▮▮▮  3 done");
        assertThat(lines("zh", new BarStyle(41, true, false), EARLY))
                .containsExactly(
                        "  排队 ▢▢▢▢▢▢▢▢▢▢▢▢ 还有 12 项", "  1 号台 进程 4711 ▮▮▮ 第 17 项 … 完成 8", "  2 号台 进程 4712 ▮▮▮ 完成 3");
        assertThat(lines("zh", new BarStyle(13, true, false), EARLY).get(1))
                .as("half of a character is not shown")
                .isEqualTo("  1 号台 进");
    }

    @Test
    void allItemsOfOneLaneFitIntoEightyColumns() {
        Picture last = new Picture(0, List.of(new Lane(4_123_456, 40, 39)));

        for (String language : List.of("en", "zh")) {
            String line = lines(language, new BarStyle(80, true, false), last).get(1);
            assertThat(DisplayWidth.of(line)).isLessThan(80);
            assertThat(line).contains("40", "▮".repeat(37)).contains("39");
        }
    }

    @Test
    void aTerminalSeesEachPictureInPlace() {
        LaneFrames frames = frames(true);

        assertThat(frames.next(EARLY))
                .contains("  queue ▢▢▢▢▢▢▢▢▢▢▢▢ 12 waiting\033[K\n"
                        + "  lane 1  pid 4711 ▮▮▮▮▮▮▮▮ #17 …  8 done\033[K\n"
                        + "  lane 2  pid 4712 ▮▮▮  3 done\033[K\n");
        assertThat(frames.next(LATE))
                .contains("\033[3A"
                        + "  queue  0 waiting\033[K\n"
                        + "  lane 1  pid 4711 ▮▮▮▮▮▮▮▮▮▮▮▮▮▮  14 done\033[K\n"
                        + "  lane 2  pid 4712 ▮▮▮▮▮▮▮▮▮▮  10 done\033[K\n");

        frames.restart();
        assertThat(frames.next(EARLY).orElseThrow()).startsWith("  queue ");
    }

    @Test
    void whereNothingIsDrawnInPlaceOnePictureOfEachRunIsShown() {
        LaneFrames frames = frames(false);
        for (int i = 0; i < 2; i++) {
            frames.restart();

            assertThat(frames.next(EARLY)).isEmpty();
            assertThat(frames.next(LATE)).contains("""
                      queue  0 waiting
                      lane 1  pid 4711 ▮▮▮▮▮▮▮▮▮▮▮▮▮▮  14 done
                      lane 2  pid 4712 ▮▮▮▮▮▮▮▮▮▮  10 done
                    """);
            assertThat(frames.next(LATE)).isEmpty();
        }
    }
}
