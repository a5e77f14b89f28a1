package dev.procpool.worker;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.IdleStrategy;
import dev.procpool.protocol.channel.ParkedFlag;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Classes;
import dev.procpool.protocol.message.Command.Define;
import dev.procpool.protocol.message.Command.Enter;
import dev.procpool.protocol.message.Command.Forget;
import dev.procpool.protocol.message.Command.Initialize;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Command.SayHello;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.start.ExitCode;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;

/** Takes commands from the queue and carries them out, one after the other. Confined to the worker's main thread. */
final class WorkerLoop {

    /** After a wait that was longer than this, and slow items, the worker parks without an active wait. */
    private static final long LONG_WAIT_NANOS = 200_000;

    private static final int MANY_STEPS = 100;

    private final Receiver commands;
    private final FrameReader frame = new FrameReader("the supervisor");
    private final Doorbell doorbell;
    private final ParkedFlag parked;
    private final TaskRunner runner;
    private final Runnable hello;
    private final Runnable warmUp;
    private final IdleStrategy idleStrategy = new IdleStrategy();
    private final Selector selector;
    private ExitCode exitCode;
    private boolean isIdle;
    private long idleSinceNanos;
    private boolean waitedLong;
    private boolean wasWoken;

    /**
     * @param hello says hello to the supervisor
     * @param warmUp runs items of the worker's own
     */
    WorkerLoop(
            Receiver commands, Doorbell doorbell, ParkedFlag parked, TaskRunner runner, Runnable hello, Runnable warmUp)
            throws IOException {
        this.commands = commands;
        this.doorbell = doorbell;
        this.parked = parked;
        this.runner = runner;
        this.hello = hello;
        this.warmUp = warmUp;
        this.selector = Selector.open();
        doorbell.socket().register(selector, SelectionKey.OP_READ);
    }

    /** Runs until the supervisor sends a stop command, or the initializer fails. */
    ExitCode run() throws IOException {
        while (exitCode == null) {
            takeSteps();
        }
        return exitCode;
    }

    /**
     * Takes many steps: the JVM compiles a method that is called often sooner than a slow loop that is entered once.
     */
    private void takeSteps() throws IOException {
        for (int i = 0; i < MANY_STEPS && exitCode == null; i++) {
            step();
        }
    }

    /** Carries out the next frame, or waits a moment. */
    private void step() throws IOException {
        if (turn()) {
            idleStrategy.begin(doorbell.takeHasWoken() || wasWoken);
            wasWoken = false;
        } else if (!isIdle) {
            // A supervisor that sleeps until a later result may have recalled the item of that result, or have more.
            doorbell.ring();
            isIdle = true;
            idleSinceNanos = System.nanoTime();
        } else if (isWaitingInVain() || !idleStrategy.once()) {
            park();
            idleStrategy.begin();
        }
    }

    /**
     * Whether an active wait is likely to be in vain: the last command did not come within its time, and items are
     * slow.
     */
    private boolean isWaitingInVain() {
        return waitedLong && runner.ranSlowItems();
    }

    private boolean turn() {
        Optional<Frame> next = commands.poll();
        if (next.isEmpty()) {
            return commands.isArriving();
        }
        if (isIdle) {
            isIdle = false;
            waitedLong = System.nanoTime() - idleSinceNanos > LONG_WAIT_NANOS;
            if (waitedLong) {
                runner.hasWaited();
            }
        }
        frame.begin(next.get());
        while (frame.hasNext()) {
            carryOut(frame.nextCommand());
        }
        return true;
    }

    private void carryOut(Command command) {
        if (command instanceof RunChunk chunk) {
            runner.run(chunk);
        } else if (command instanceof Define define) {
            runner.define(define.id(), define.payload());
        } else if (command instanceof Forget forget) {
            runner.forget(forget.id());
        } else if (command instanceof Classes classes) {
            runner.addClasses(classes.id(), classes.payload());
        } else if (command instanceof Enter enter) {
            runner.enter(enter.id());
        } else if (command instanceof Initialize initialize) {
            if (!runner.initialize(initialize.payload())) {
                exitCode = ExitCode.INITIALIZER_FAILED;
            }
        } else if (command instanceof Rehearse) {
            warmUp.run();
        } else if (command instanceof SayHello) {
            hello.run();
        } else {
            exitCode = ExitCode.OK;
        }
    }

    /** Sleeps until the doorbell rings, unless something arrived since the last look. */
    private void park() throws IOException {
        // The bytes are taken out before the worker sleeps again; when it wakes, a command is urgent.
        if (!doorbell.drain()) {
            Runtime.getRuntime().halt(ExitCode.ORPHANED.code());
        }
        parked.raise();
        if (turn()) {
            parked.lower();
            return;
        }
        // A task may have left the interrupt status set, and a select would return at once for ever.
        Thread.interrupted();
        selector.select();
        selector.selectedKeys().clear();
        parked.lower();
        wasWoken = true;
    }
}
