package dev.procpool.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of cells, which stand below each other: the first ones to the left, the others to the right. */
final class FactTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    void add(List<String> row) {
        rows.add(row);
    }

    List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        List<StringBuilder> lines =
                rows.stream().map(row -> new StringBuilder()).collect(Collectors.toList());
        for (int column = 0; column < columns; column++) {
            int at = column;
            int width = rows.stream()
                    .mapToInt(row -> DisplayWidth.of(cell(row, at)))
                    .max()
                    .orElse(0);
            for (int i = 0; i < rows.size(); i++) {
                String cell = cell(rows.get(i), column);
                lines.get(i)
                        .append(
                                column == 0
                                        ? DisplayWidth.padRight(cell, width)
                                        : GAP + DisplayWidth.padLeft(cell, width));
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }
}
