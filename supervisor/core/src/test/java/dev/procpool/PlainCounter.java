package dev.procpool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Not thread-safe, and with a public method that is not in the interface. */
final class PlainCounter implements Counter {

    private int sum;
    private final List<Object> given = new ArrayList<>();

    @Override
    public int add(int amount) {
        int before = sum;
        Thread.yield();
        sum = before + amount;
        return sum;
    }

    @Override
    public int failing(String text) throws IOException {
        if (text.isEmpty()) {
            throw new IOException("no text");
        }
        throw new IllegalArgumentException("bad " + text);
    }

    @Override
    public List<Object> given() {
        return given;
    }

    @Override
    public void give(Object value) {
        given.add(value);
    }

    @Override
    public Object unsendable() {
        return new Thread();
    }

    public void secret() {
        throw new AssertionError("not in the interface");
    }

    @Override
    public String toString() {
        return "sum " + sum;
    }
}
