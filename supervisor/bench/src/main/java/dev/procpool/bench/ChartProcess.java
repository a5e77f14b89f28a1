package dev.procpool.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Draws the chart in a JVM of its own, so that the library for it is on no other class path. */
public final class ChartProcess {

    private static final String MAIN = "dev.procpool.bench.Chart";
    private static final String LIBRARY = "xchart.jar";

    private ChartProcess() {}

    /** Whether there is a row to draw: one that Python was measured in, too. */
    public static boolean canDraw(Report report) {
        List<Peer> peers = report.figures().peers();
        return peers.contains(Peer.PYTHON_BEST) || peers.contains(Peer.PYTHON_FORK);
    }

    /** Draws the results in a JSON file into a PNG file. */
    public static void draw(Path json, Path png) throws IOException, InterruptedException {
        run(MAIN, json.toString(), png.toString());
    }

    /** Runs the class {@code main}, which draws, with the library on its class path. */
    public static void run(String main, String... args) throws IOException, InterruptedException {
        List<String> command = MeasuringJvm.command(
                Path.of(System.getProperty("java.home")), List.of("-Djava.awt.headless=true"), main, args);
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + Distribution.library(LIBRARY));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("the chart was not drawn: exit code " + process.exitValue());
        }
    }
}
