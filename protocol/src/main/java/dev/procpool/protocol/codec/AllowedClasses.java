package dev.procpool.protocol.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The class loader of a codec that may make objects of certain classes only. All ways of the codec from a name to a
 * class lead through it: Kryo's, and those of class objects, proxies and lambdas. Thread-safe.
 *
 * <p>A name is looked up before its class is loaded, so nothing of a class that is not allowed is initialized.
 */
final class AllowedClasses extends ClassLoader {

    /**
     * Classes without code that decoding an object of them could set going. A class object is loaded through this
     * loader, so its class must be allowed itself, and is not initialized.
     */
    private static final List<String> HARMLESS = List.of(
            "boolean",
            "byte",
            "char",
            "double",
            "float",
            "int",
            "long",
            "short",
            "void",
            "dev.procpool.protocol.message.PackedList",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Class",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Short",
            "java.lang.String",
            "java.lang.StringBuilder",
            "java.lang.StackTraceElement",
            "java.lang.Throwable",
            "java.lang.Exception",
            "java.lang.RuntimeException",
            "java.lang.Error",
            "java.lang.ArithmeticException",
            "java.lang.ArrayIndexOutOfBoundsException",
            "java.lang.AssertionError",
            "java.lang.ClassCastException",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "java.lang.IndexOutOfBoundsException",
            "java.lang.InterruptedException",
            "java.lang.NegativeArraySizeException",
            "java.lang.NullPointerException",
            "java.lang.NumberFormatException",
            "java.lang.StackOverflowError",
            "java.lang.UnsupportedOperationException",
            "java.lang.VirtualMachineError",
            "java.io.EOFException",
            "java.io.FileNotFoundException",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.math.MathContext",
            "java.math.RoundingMode",
            "java.nio.file.AccessDeniedException",
            "java.nio.file.FileSystemException",
            "java.nio.file.NoSuchFileException",
            "java.time.*",
            "java.util.AbstractMap$SimpleEntry",
            "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.ArrayList$SubList",
            "java.util.Arrays$ArrayList",
            "java.util.BitSet",
            "java.util.CollSer",
            "java.util.Collections$EmptyList",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$EmptySet",
            "java.util.Collections$SingletonList",
            "java.util.Collections$SingletonMap",
            "java.util.Collections$SingletonSet",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableMap",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet",
            "java.util.Date",
            "java.util.EnumMap",
            "java.util.EnumSet$SerializationProxy",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.IdentityHashMap",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.ImmutableCollections$SubList",
            "java.util.JumboEnumSet",
            "java.util.KeyValueHolder",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.Locale",
            "java.util.NoSuchElementException",
            "java.util.Optional",
            "java.util.OptionalDouble",
            "java.util.OptionalInt",
            "java.util.OptionalLong",
            "java.util.RegularEnumSet",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.UUID",
            "java.util.Vector",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.CopyOnWriteArrayList",
            "java.util.concurrent.TimeoutException");

    private final Set<String> names = new HashSet<>();
    private final Set<String> packages = new HashSet<>();
    private final Set<String> trees = new HashSet<>();

    /** @param allowed class names, packages with {@code .*} and trees of packages with {@code .**} at the end */
    AllowedClasses(ClassLoader parent, Collection<String> allowed) {
        super(parent);
        HARMLESS.forEach(this::allow);
        allowed.forEach(this::allow);
    }

    private void allow(String name) {
        if (name.endsWith(".**")) {
            trees.add(name.substring(0, name.length() - 2));
        } else if (name.endsWith(".*")) {
            packages.add(name.substring(0, name.length() - 1));
        } else {
            names.add(name);
        }
    }

    /** @throws ClassNotAllowedException if objects of this class must not be made */
    void require(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (!element.isPrimitive() && !element.isInterface()) {
            require(element.getName());
        }
    }

    /**
     * Asks for the classes of the fields of a class too, as far as records and enums make them.
     *
     * @throws ClassNotAllowedException if objects of one of them must not be made
     */
    void requireFields(Class<?> type) {
        requireFields(type, new HashSet<>());
    }

    private void requireFields(Class<?> type, Set<Class<?>> asked) {
        if (!asked.add(type)) {
            return;
        }
        require(type);
        for (Class<?> c = type; c != null && !c.isEnum(); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                Class<?> of = field.getType();
                if (!Modifier.isStatic(field.getModifiers()) && (of.isEnum() || of.isRecord())) {
                    requireFields(of, asked);
                }
            }
        }
    }

    private void require(String name) {
        String prefix = name.substring(0, name.lastIndexOf('.') + 1);
        if (!names.contains(name)
                && !packages.contains(prefix)
                && trees.stream().noneMatch(name::startsWith)) {
            throw new ClassNotAllowedException(name);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        require(name);
        return super.loadClass(name, resolve);
    }

    /** Not a ClassNotFoundException, after which Kryo would ask another class loader. */
    static final class ClassNotAllowedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClassNotAllowedException(String name) {
            super("class " + name + " is not among the classes that are allowed here");
        }
    }
}
