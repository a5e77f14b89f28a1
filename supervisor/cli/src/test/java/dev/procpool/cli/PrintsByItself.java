package dev.procpool.cli;

final class PrintsByItself {

    static void print(String line) {
        System.out.println(line);
    }
}
