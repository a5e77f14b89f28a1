package dev.procpool.internal.code;

import dev.procpool.internal.code.ShippedSpace.Life;
import dev.procpool.internal.code.ShippedSpace.Unit;
import dev.procpool.protocol.code.ClassBundle;
import dev.procpool.protocol.code.ClassBundle.ClassFile;
import dev.procpool.protocol.code.ClassBundle.Variable;
import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.message.Command;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes that workers lack and that one call needs: noted while its function and its items are encoded.
 * Thread-safe by its monitor. Keeps the class loaders of the classes until the call is over.
 */
public final class CallCode implements CodeNotes {

    private final Shipping shipping;
    private Set<Class<?>> noted = Set.of();
    private Map<String, ClassFile> files = Map.of();
    private Set<ClassLoader> loaders = Set.of();
    private long bytes;

    /** The space that has the classes; out of date once there are more. */
    private ShippedSpace space;

    private boolean spaceHasAll = true;

    /** Finds variables of JShell; null for a call without. */
    private Reach reach;

    private final List<ClassBundle> variables = new ArrayList<>(0);
    private final Set<String> inOwnSpace = new HashSet<>(0);
    private int variablesInOwnSpace;
    private SharedValues shared = SharedValues.NONE;
    private Codecs results;

    CallCode(Shipping shipping) {
        this.shipping = shipping;
    }

    /** Is told of the shared values that variables of JShell refer to, from now on. */
    public synchronized void sharing(SharedValues values) {
        shared = values;
    }

    @Override
    public synchronized void names(Class<?> type) {
        if (ship(type) && reachOf(type)) {
            reach.instantiate(type);
            sendVariables(type.getClassLoader());
        }
    }

    @Override
    public synchronized void calls(Class<?> host, SerializedLambda lambda) {
        ship(host);
        if (reachOf(host)) {
            reach.call(lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature());
            if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
                reach.instantiate(lambda.getImplClass());
            }
            sendVariables(host.getClassLoader());
        }
    }

    /** Notes a class; returns whether it is a new one. */
    private boolean ship(Class<?> type) {
        if (noted.contains(type)) {
            return false;
        }
        List<ClassFile> closure = shipping.closure(type);
        if (noted.isEmpty()) {
            noted = new HashSet<>();
            files = new LinkedHashMap<>();
            loaders = new LinkedHashSet<>();
        }
        add(closure);
        noted.add(type);
        if (loaders.add(type.getClassLoader())) {
            results = null;
        }
        return true;
    }

    // ---- the variables of JShell

    /** Whether a class has to do with variables. */
    private boolean reachOf(Class<?> type) {
        if (reach == null && Snippets.isSnippet(type)) {
            reach = new Reach(name -> files.containsKey(name) ? files.get(name).bytes() : null);
        }
        return reach != null;
    }

    /** Sends the values of variables that may be read, and of those that these lead to. */
    private void sendVariables(ClassLoader loader) {
        for (List<Variable> read = reach.takeReads(); !read.isEmpty(); read = reach.takeReads()) {
            ClassBundle values = shipping.variables().encode(read, loader, shared, this);
            bytes += values.values().length;
            shipping.requireRoom(files.size(), bytes);
            variables.add(values);
            spaceHasAll = false;
        }
        shipping.variables().warn(reach.takeWrites());
    }

    private void add(List<ClassFile> closure) {
        long more = 0;
        for (ClassFile file : closure) {
            ClassFile other = files.get(file.name());
            if (other == null) {
                more += file.bytes().length;
            } else if (!other.isSame(file)) {
                throw new IllegalStateException("the call has two classes called " + file.name()
                        + " already, of two class loaders: a worker has one");
            }
        }
        shipping.requireRoom(files.size() + closure.size(), bytes + more);
        closure.forEach(file -> files.putIfAbsent(file.name(), file));
        bytes += more;
        spaceHasAll &= more == 0;
    }

    /** The ids of the spaces that the call does not share with others. */
    public synchronized List<Long> spacesOfItsOwn() {
        return space == null || space.life() != Life.CALL ? List.of() : List.of(space.id());
    }

    /** The commands that have each worker of the pool enter the space, which is kept; none if workers lack nothing. */
    public synchronized List<Command> enter() {
        if (space() == null) {
            return List.of();
        }
        space = shipping.keep(space);
        List<Command> commands = new ArrayList<>();
        space.units().forEach(unit -> commands.add(new Command.Classes(space.id(), unit.bundle())));
        commands.add(new Command.Enter(space.id()));
        return commands;
    }

    /** The commands that end what {@link #enter} begins. */
    public synchronized List<Command> leave() {
        return space == null ? List.of() : List.of(new Command.Enter(0));
    }

    /** Whether workers lack nothing. */
    public synchronized boolean isEmpty() {
        return noted.isEmpty();
    }

    /** The space of the items that are encoded by now; null if workers lack nothing. */
    public synchronized ShippedSpace space() {
        if (!spaceHasAll) {
            space = variables.isEmpty()
                    ? shipping.place(files, loaders.iterator().next(), space)
                    : ownSpace();
            spaceHasAll = true;
        }
        return space;
    }

    /** A space that no other call has: the variables of another call may have other values. */
    private ShippedSpace ownSpace() {
        ShippedSpace own = space != null && space.life() == Life.CALL
                ? space
                : new ShippedSpace(shipping.nextId(), List.of(), Life.CALL);
        List<ClassFile> more = files.values().stream()
                .filter(file -> inOwnSpace.add(file.name()))
                .toList();
        own = own.with(new Unit(shipping.nextId(), ClassBundle.of(more).encode()));
        for (; variablesInOwnSpace < variables.size(); variablesInOwnSpace++) {
            own = own.with(new Unit(
                    shipping.nextId(), variables.get(variablesInOwnSpace).encode()));
        }
        return own;
    }

    /**
     * Codecs that find the classes of results where those of the call came from.
     *
     * @param ofPool the codecs of other calls
     */
    public synchronized Codecs results(Codecs ofPool) {
        if (noted.isEmpty()) {
            return ofPool;
        }
        if (results == null) {
            results = shipping.results(loaders, ofPool);
        }
        return results;
    }
}
