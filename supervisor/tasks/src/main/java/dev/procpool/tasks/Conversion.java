package dev.procpool.tasks;

/** Converts text to a value of one type. Stateless. */
interface Conversion {

    /** @throws Exception if the text does not fit the type */
    Object convert(String text) throws Exception;
}
