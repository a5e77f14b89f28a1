package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The pairs of programs in docs/from-python.md, in Python and in Java, print the same. */
@ExtendWith(Leftovers.class)
class ExamplesIT {

    /** A program in Python and the same in Java, right after each other. */
    private static final Pattern PAIR = Pattern.compile("```python\\n(.*?)```\\s+```java\\n(.*?)```", Pattern.DOTALL);

    private static final String NEXT = "---";

    @TempDir
    Path directory;

    private Programs programs;

    @BeforeEach
    void prepare() {
        programs = new Programs(directory);
    }

    @Test
    void thePairsOfProgramsPrintTheSame() throws Exception {
        assumeTrue(Programs.hasPython(), "needs python3");
        StringBuilder source = new StringBuilder("""
                import dev.procpool.*;
                import dev.procpool.task.*;
                import java.nio.*;
                import java.nio.file.*;
                import java.time.*;
                import java.util.*;
                import java.util.concurrent.*;
                import java.util.stream.*;
                public class Pairs {
                    public static void main(String[] args) throws Exception {
                """);
        List<List<String>> python = new ArrayList<>();
        for (var pair : PAIR.matcher(Files.readString(Programs.ofRepository("docs/from-python.md")))
                .results()
                .toList()) {
            Path script = Files.writeString(directory.resolve("pair" + python.size() + ".py"), pair.group(1));
            python.add(programs.python(script));
            source.append("{\n").append(pair.group(2)).append("}\nSystem.out.println(\"" + NEXT + "\");\n");
        }
        programs.compile(Files.writeString(directory.resolve("Pairs.java"), source + "}\n}\n"));

        assertThat(split(programs.java("Pairs"))).hasSizeGreaterThanOrEqualTo(3).isEqualTo(python);
    }

    private static List<List<String>> split(List<String> lines) {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        for (String line : lines) {
            if (line.equals(NEXT)) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(line);
            }
        }
        return parts;
    }
}
