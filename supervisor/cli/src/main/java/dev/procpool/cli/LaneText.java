package dev.procpool.cli;

import demos.Lanes.Lane;
import demos.Lanes.Picture;
import java.util.ArrayList;
import java.util.List;

/** Draws a queue and the lanes that serve it, a line for each. Immutable. */
record LaneText(DemoTexts texts, BarStyle style) {

    private static final String INDENT = "    ";

    /** The lines; each leaves the last column free, in which some terminals would begin a new line. */
    List<String> of(Picture picture) {
        List<String> lines = new ArrayList<>();
        String queue = (style.hasBlocks() ? "▢" : ".").repeat(picture.waiting());
        lines.add(texts.get("lanes.picture.queue").formatted(queue, picture.waiting()));
        for (Lane lane : picture.lanes()) {
            lines.add(of(lane, lines.size()));
        }
        return lines.stream()
                .map(line -> DisplayWidth.cut(INDENT + line, style.columns() - 1))
                .toList();
    }

    private String of(Lane lane, int number) {
        String bar = (style.hasBlocks() ? "▮" : "#").repeat(lane.done());
        String item = lane.item() == 0 ? "" : texts.get("lanes.picture.item").formatted(lane.item());
        return texts.get("lanes.picture.lane").formatted(number, lane.pid(), bar, item, lane.done());
    }
}
