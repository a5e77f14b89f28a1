package dev.procpool;

final class NamesProcesses {

    static String ofThisJvm(String file) {
        return "/proc/self/" + file;
    }
}
