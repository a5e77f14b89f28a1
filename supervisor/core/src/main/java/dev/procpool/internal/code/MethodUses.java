package dev.procpool.internal.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The uses that the methods of one class make of others. Immutable by convention.
 *
 * @param above the class and the interfaces that it extends, as the JVM names them
 * @param methods the uses of each method, by its name and descriptor
 */
record MethodUses(List<String> above, Map<String, List<Use>> methods) {

    static final String INITIALIZER = "<clinit>()V";

    private static final int API = Opcodes.ASM9;

    /** How a member of a class is used. */
    enum Kind {
        READ,
        WRITE,
        CALL,
        NEW
    }

    /**
     * A use of a static field, a method or a class.
     *
     * @param owner the class, as the JVM names it
     * @param name the field, or the name and descriptor of the method; empty for a class
     */
    record Use(Kind kind, String owner, String name) {}

    static MethodUses of(byte[] classFile) {
        List<String> above = new ArrayList<>();
        Map<String, List<Use>> methods = new HashMap<>();
        ClassVisitor visitor = new ClassVisitor(API) {
            @Override
            public void visit(int version, int access, String name, String sig, String parent, String[] interfaces) {
                above.add(parent);
                above.addAll(List.of(interfaces));
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String sig, String[] thrown) {
                List<Use> uses = new ArrayList<>();
                methods.put(name + descriptor, uses);
                return new Uses(uses, (name + descriptor).equals(INITIALIZER));
            }
        };
        new ClassReader(classFile).accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new MethodUses(above, methods);
    }

    /** Notes the uses of one method. */
    private static final class Uses extends MethodVisitor {

        private final List<Use> uses;
        private final boolean initializes;

        /** @param initializes whether the method initializes the class, so that what it writes is no change */
        Uses(List<Use> uses, boolean initializes) {
            super(API);
            this.uses = uses;
            this.initializes = initializes;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETSTATIC) {
                uses.add(new Use(Kind.READ, owner, name));
            } else if (opcode == Opcodes.PUTSTATIC && !initializes) {
                uses.add(new Use(Kind.WRITE, owner, name));
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            uses.add(new Use(Kind.CALL, owner, name + descriptor));
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.NEW) {
                uses.add(new Use(Kind.NEW, type, ""));
            }
        }

        @Override
        public void visitLdcInsn(Object constant) {
            add(constant);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                add(argument);
            }
        }

        private void add(Object constant) {
            if (constant instanceof Handle handle) {
                add(handle);
            } else if (constant instanceof ConstantDynamic dynamic) {
                for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                    add(dynamic.getBootstrapMethodArgument(i));
                }
            }
        }

        private void add(Handle handle) {
            switch (handle.getTag()) {
                case Opcodes.H_GETSTATIC -> uses.add(new Use(Kind.READ, handle.getOwner(), handle.getName()));
                case Opcodes.H_PUTSTATIC -> uses.add(new Use(Kind.WRITE, handle.getOwner(), handle.getName()));
                case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD -> {
                    // fields of objects travel with the objects
                }
                default -> {
                    uses.add(new Use(Kind.CALL, handle.getOwner(), handle.getName() + handle.getDesc()));
                    if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                        uses.add(new Use(Kind.NEW, handle.getOwner(), ""));
                    }
                }
            }
        }
    }
}
