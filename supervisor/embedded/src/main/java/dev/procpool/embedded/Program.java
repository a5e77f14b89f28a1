package dev.procpool.embedded;

import dev.procpool.ChildProcess;
import dev.procpool.Pool;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A program of a user: its lambdas, its classes and its libraries are in one jar with procpool. */
public final class Program {

    /** A result that only the class loader of the program can find. */
    record Square(int of, int is) {}

    private Program() {}

    public static void main(String[] args) throws Exception {
        try (Pool pool = Pool.open(2)) {
            System.out.println(pool.map((Integer x) -> new Square(x, x * x), List.of(1, 2, 3)));
            System.out.println("class path " + pool.apply(Program::classPath));
            System.out.println("libraries " + pool.apply(Program::libraries));
        }
        // The context class loader of such a thread is that of the JVM, not that of the program.
        System.out.println(CompletableFuture.supplyAsync(Program::squareOfSeven).join());
        ChildProcess child = ChildProcess.of(() -> null);
        child.start();
        child.join();
        System.out.println("child " + child.exitCode());
    }

    private static Square squareOfSeven() {
        try (Pool pool = Pool.open(1)) {
            return pool.apply((Integer x) -> new Square(x, x * x), 7);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the jars, without directories. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .collect(Collectors.joining(" "));
    }

    private static String libraries() throws ClassNotFoundException {
        return Class.forName("picocli.CommandLine").getSimpleName() + " "
                + Class.forName("com.grack.nanojson.JsonObject").getSimpleName();
    }
}
