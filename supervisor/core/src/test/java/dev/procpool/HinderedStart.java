package dev.procpool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A Java agent that holds a JVM up before its main class runs, until a file exists. */
public final class HinderedStart {

    private HinderedStart() {}

    public static void premain(String file) throws InterruptedException {
        while (!Files.exists(Path.of(file))) {
            Thread.sleep(5);
        }
    }

    /** The option of a JVM that is to wait for a file; its class path has this class. */
    static String until(Path file, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", HinderedStart.class.getName());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return "-javaagent:" + jar + "=" + file;
    }
}
