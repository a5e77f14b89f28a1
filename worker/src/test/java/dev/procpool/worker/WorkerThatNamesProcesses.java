package dev.procpool.worker;

final class WorkerThatNamesProcesses {

    String file(String name) {
        return "/proc/self/" + name;
    }
}
