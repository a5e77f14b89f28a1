package dev.procpool.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The source of the program that a demo runs, as a file of its own. */
public final class ProgramSource {

    private ProgramSource() {}

    /**
     * The source without its package, so that {@code java} runs the copy although the class path has the program.
     *
     * @throws IOException if it cannot be read
     */
    public static String of(Demo demo) throws IOException {
        String name = "/" + demo.program().getName().replace('.', '/') + ".java";
        try (InputStream source = ProgramSource.class.getResourceAsStream(name)) {
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceFirst("package .*;\\R+", "");
        }
    }
}
