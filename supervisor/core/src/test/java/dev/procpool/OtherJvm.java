package dev.procpool;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JVMs with the class path and the flags of this one, in which programs run that open pools. */
final class OtherJvm {

    private OtherJvm() {}

    /** A builder of a JVM that runs a program, with its output in a file. */
    static ProcessBuilder running(Class<?> program, Path output, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-")
                        || option.startsWith("--sun-misc")
                        || option.startsWith("-Dslf4j")
                        || option.startsWith("-Dchronicle"))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    }
}
