package dev.procpool.cli;

import dev.procpool.Pool;

/** A main program that opens a pool when its class is initialized and never closes it. Run by {@link CliEndIT}. */
final class ForgetfulProgram {

    private static final Pool POOL = Pool.open(2);

    private ForgetfulProgram() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("main");
        System.out.println(POOL.apply(Functions::square, 5));
    }

    /** In a class of its own, so that a worker need not initialize the program's. */
    private static final class Functions {

        static int square(int x) {
            return x * x;
        }
    }
}
