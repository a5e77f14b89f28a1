package dev.procpool.testing.rules;

final class PrintsByItself {

    static void print(String line) {
        System.out.println(line);
    }
}
