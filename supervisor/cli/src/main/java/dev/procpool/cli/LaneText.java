package dev.procpool.cli;

import demos.Lanes.Lane;
import demos.Lanes.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Draws a queue and the lanes that serve it, a line for each. Immutable. */
record LaneText(DemoTexts texts, BarStyle style) {

    private static final String INDENT = "  ";

    List<String> of(Picture picture) {
        List<String> lines = new ArrayList<>();
        lines.add(line(picture.waiting(), style.hasBlocks() ? "▢" : ".", bar -> texts.get("lanes.picture.queue")
                .formatted(bar, picture.waiting())));
        for (Lane lane : picture.lanes()) {
            int number = lines.size();
            String item =
                    lane.item() == 0 ? "" : texts.get("lanes.picture.item").formatted(lane.item());
            lines.add(line(lane.done(), style.hasBlocks() ? "▮" : "#", bar -> texts.get("lanes.picture.lane")
                    .formatted(number, lane.pid(), bar, item, lane.done())));
        }
        return lines;
    }

    /**
     * A line with a bar, which is shorter where the terminal is too narrow. The last column stays free: some terminals
     * would begin a new line in it.
     */
    private String line(int length, String block, UnaryOperator<String> text) {
        int most = style.columns() - 1;
        int excess = DisplayWidth.of(INDENT + text.apply(block.repeat(length))) - most;
        String bar = block.repeat(Math.max(0, length - Math.max(0, excess)));
        return DisplayWidth.cut(INDENT + text.apply(bar), most);
    }
}
