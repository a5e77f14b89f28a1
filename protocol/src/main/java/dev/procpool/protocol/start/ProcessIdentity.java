package dev.procpool.protocol.start;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The place of a process in the tree of processes, as its parent has told it by system properties. Immutable.
 *
 * @param name the name; {@code MainProcess} for a program that was not started by procpool
 * @param daemon whether it is killed when its parent's main program ends
 * @param parent the process that started it
 */
public record ProcessIdentity(String name, boolean daemon, Optional<Parent> parent) {

    /** The process that started this one. */
    public record Parent(String name, long pid) {}

    private static final String NAME = "dev.procpool.process.name";
    private static final String DAEMON = "dev.procpool.process.daemon";
    private static final String PARENT_NAME = "dev.procpool.parent.name";
    private static final String PARENT_PID = "dev.procpool.parent.pid";
    private static final String MAIN = "MainProcess";

    /** The identity of this process. */
    public static ProcessIdentity current() {
        String parentName = System.getProperty(PARENT_NAME);
        Optional<Parent> parent = parentName == null
                ? Optional.empty()
                : Optional.of(new Parent(parentName, Long.getLong(PARENT_PID, 0)));
        return new ProcessIdentity(System.getProperty(NAME, MAIN), Boolean.getBoolean(DAEMON), parent);
    }

    /** The system properties that tell a child of this process its identity. */
    public static Map<String, String> propertiesOfChild(String name, boolean daemon) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(NAME, name);
        properties.put(DAEMON, Boolean.toString(daemon));
        properties.put(PARENT_NAME, current().name());
        properties.put(PARENT_PID, Long.toString(ProcessHandle.current().pid()));
        return properties;
    }
}
