package dev.procpool;

import java.io.IOException;
import java.util.List;

/** An interface of objects in a manager. */
interface Counter {

    int add(int amount);

    int failing(String text) throws IOException;

    List<Object> given();

    void give(Object value);

    Object unsendable();

    default int twice(int amount) {
        return add(2 * amount);
    }
}
