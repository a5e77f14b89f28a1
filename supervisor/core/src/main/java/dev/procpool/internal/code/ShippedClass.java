package dev.procpool.internal.code;

import dev.procpool.protocol.code.ClassBundle.ClassFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A class file that is sent to workers. Immutable. Does not refer to the class.
 *
 * @param digest tells two class files of the same name apart
 */
record ShippedClass(ClassFile file, ByteBuffer digest) {

    static ShippedClass of(String name, byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new ShippedClass(new ClassFile(name, bytes), ByteBuffer.wrap(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String name() {
        return file.name();
    }

    int size() {
        return file.bytes().length;
    }

    boolean isSame(ShippedClass other) {
        return digest.equals(other.digest);
    }
}
