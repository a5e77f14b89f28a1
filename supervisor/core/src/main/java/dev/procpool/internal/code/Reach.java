package dev.procpool.internal.code;

import dev.procpool.internal.code.MethodUses.Kind;
import dev.procpool.internal.code.MethodUses.Use;
import dev.procpool.protocol.code.ClassBundle.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The variables of JShell that a function reads and writes: in the methods that it may call, and in all methods of
 * objects that these make, or that are sent. Not thread-safe.
 */
final class Reach {

    private static final MethodUses UNKNOWN = new MethodUses(List.of(), Map.of());

    private final Function<String, byte[]> files;
    private final Map<String, MethodUses> classes = new HashMap<>();
    private final Set<Use> seen = new HashSet<>();
    private final Deque<Use> open = new ArrayDeque<>();
    private List<Variable> reads = new ArrayList<>();
    private List<Variable> writes = new ArrayList<>();

    /** @param files the class file of a class that is sent, by its name with dots; null for other classes */
    Reach(Function<String, byte[]> files) {
        this.files = files;
    }

    /** A method is called, whose class has a name as the JVM has it. */
    void call(String owner, String name, String descriptor) {
        follow(new Use(Kind.CALL, owner, name + descriptor));
    }

    /** There is an object of a class: any of its methods may be called. */
    void instantiate(Class<?> type) {
        instantiate(type.getName().replace('.', '/'));
    }

    /** The same for a class whose name is as the JVM has it. */
    void instantiate(String owner) {
        follow(new Use(Kind.NEW, owner, ""));
    }

    private void follow(Use first) {
        add(first);
        while (!open.isEmpty()) {
            Use use = open.remove();
            switch (use.kind()) {
                case READ, WRITE -> touch(use);
                case CALL -> enter(use.owner(), use.name());
                case NEW -> enterAll(use.owner());
            }
        }
    }

    private void add(Use use) {
        if (seen.add(use)) {
            open.add(use);
        }
    }

    private void touch(Use use) {
        enter(use.owner(), MethodUses.INITIALIZER);
        String owner = use.owner().replace('/', '.');
        if (Snippets.holdsVariables(owner)) {
            (use.kind() == Kind.READ ? reads : writes).add(new Variable(owner, use.name()));
        }
    }

    /** Goes on in a method, where it is, or where it is inherited from. */
    private void enter(String owner, String method) {
        MethodUses type = uses(owner);
        if (type == UNKNOWN) {
            return;
        }
        type.methods().getOrDefault(MethodUses.INITIALIZER, List.of()).forEach(this::add);
        List<Use> body = type.methods().get(method);
        if (body != null) {
            body.forEach(this::add);
        } else if (!method.equals(MethodUses.INITIALIZER)) {
            type.above().forEach(above -> add(new Use(Kind.CALL, above, method)));
        }
    }

    private void enterAll(String owner) {
        MethodUses type = uses(owner);
        type.methods().forEach((method, body) -> {
            if (!method.startsWith("$deserializeLambda$")) {
                body.forEach(this::add);
            }
        });
        type.above().forEach(above -> add(new Use(Kind.NEW, above, "")));
    }

    private MethodUses uses(String owner) {
        MethodUses known = classes.get(owner);
        if (known == null) {
            byte[] file = files.apply(owner.replace('/', '.'));
            known = file == null ? UNKNOWN : MethodUses.of(file);
            classes.put(owner, known);
        }
        return known;
    }

    /** The variables that were found to be read since the last call. */
    List<Variable> takeReads() {
        List<Variable> taken = reads;
        reads = new ArrayList<>();
        return taken;
    }

    /** The variables that were found to be written since the last call. */
    List<Variable> takeWrites() {
        List<Variable> taken = writes;
        writes = new ArrayList<>();
        return taken;
    }
}
