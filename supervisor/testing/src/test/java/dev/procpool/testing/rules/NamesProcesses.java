package dev.procpool.testing.rules;

final class NamesProcesses {

    static String ofThisJvm(String file) {
        return "/proc/self/" + file;
    }
}
