package dev.procpool.worker;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.IdleStrategy;
import dev.procpool.protocol.channel.ParkedFlag;
import dev.procpool.protocol.channel.Receiver;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.DefineFunction;
import dev.procpool.protocol.message.Command.ForgetFunction;
import dev.procpool.protocol.message.Command.Initialize;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.start.ExitCode;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;

/** Takes commands from the queue and carries them out, one after the other. Confined to the worker's main thread. */
final class WorkerLoop {

    /** After a wait that was longer, and slow items, the worker does not wait actively the next time. */
    private static final long LONG_WAIT_NANOS = 200_000;

    private static final int MANY_STEPS = 100;

    private final Receiver commands;
    private final FrameReader frame = new FrameReader("the supervisor");
    private final Doorbell doorbell;
    private final ParkedFlag parked;
    private final TaskRunner runner;
    private final Runnable rehearsal;
    private final IdleStrategy relax = new IdleStrategy();
    private final Selector selector;
    private ExitCode leavesWith;
    private boolean isIdle;
    private long idleSinceNanos;
    private boolean waitedLong;
    private boolean wasWoken;

    WorkerLoop(Receiver commands, Doorbell doorbell, ParkedFlag parked, TaskRunner runner, Runnable rehearsal)
            throws IOException {
        this.commands = commands;
        this.doorbell = doorbell;
        this.parked = parked;
        this.runner = runner;
        this.rehearsal = rehearsal;
        this.selector = Selector.open();
        doorbell.socket().register(selector, SelectionKey.OP_READ);
    }

    /** Runs until the supervisor says stop, or the initializer fails. */
    ExitCode run() throws IOException {
        while (leavesWith == null) {
            takeSteps();
        }
        return leavesWith;
    }

    /** Many of them, as a loop that is entered once is interpreted for long where its turns are slow. */
    private void takeSteps() throws IOException {
        for (int i = 0; i < MANY_STEPS && leavesWith == null; i++) {
            step();
        }
    }

    /** Does something, or waits. */
    private void step() throws IOException {
        if (turn()) {
            relax.begin(doorbell.takeHasWoken() || wasWoken);
            wasWoken = false;
        } else if (!isIdle) {
            doorbell.ring(); // who sleeps until a later result may have taken back the item, or have more to do
            isIdle = true;
            idleSinceNanos = System.nanoTime();
        } else if (isWaitingInVain() || !relax.once()) {
            park();
            relax.begin();
        }
    }

    /** Whether the next command hardly comes within the time of an active wait: the last one, after slow items as now, did not. */
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
        } else if (command instanceof DefineFunction define) {
            runner.define(define.functionId(), define.payload());
        } else if (command instanceof ForgetFunction forget) {
            runner.forget(forget.functionId());
        } else if (command instanceof Initialize initialize) {
            if (!runner.initialize(initialize.payload())) {
                leavesWith = ExitCode.INITIALIZER_FAILED;
            }
        } else if (command instanceof Rehearse) {
            rehearsal.run();
        } else {
            leavesWith = ExitCode.OK;
        }
    }

    /** Sleeps until the doorbell rings, unless something arrived since the last look. */
    private void park() throws IOException {
        if (!doorbell.drain()) { // before it sleeps again, not when it wakes: somebody waits for what it was woken for
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
