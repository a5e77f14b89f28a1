package dev.procpool;

import dev.procpool.task.TaskFunction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Makes calls of all kinds, and checks that each item has exactly one outcome, and one that its plan allows. */
final class SoakCaller {

    private static final TaskFunction<Object, Object> WORK = SoakForm::work;

    private final SoakNotes notes;
    private final Random random;
    private SoakForm form = SoakForm.NUMBER;

    SoakCaller(SoakNotes notes, Random random) {
        this.notes = notes;
        this.random = random;
    }

    void call(Pool pool) throws InterruptedException {
        SoakPlan plan = SoakPlan.of(random);
        form = SoakForm.values()[random.nextInt(SoakForm.values().length)];
        notes.count("calls");
        notes.count("calls with " + form);
        if (plan.items() < 20) {
            callOne(pool, plan);
        } else {
            callAll(pool, plan, random.nextBoolean());
        }
    }

    private void callAll(Pool pool, SoakPlan plan, boolean awaited) {
        List<Object> input = new ArrayList<>();
        for (int i = 0; i < plan.items(); i++) {
            input.add(form.of(plan.firstItem() + i));
        }
        BitSet seen = new BitSet();
        int outcomes = 0;
        try (Results<Outcome<Object>> results = pool.with(plan.options()).outcomes(WORK, input)) {
            for (Outcome<Object> outcome : results) {
                note(plan, outcome, seen);
                if (plan.cancels() && ++outcomes > plan.cancelAfter()) {
                    if (!awaited) {
                        notes.count("streams left");
                        return;
                    }
                    results.cancelPending();
                }
            }
        }
        int missing = plan.items() - seen.cardinality();
        if (missing > 0 && !plan.cancels()) {
            notes.wrong(missing + " items of " + plan + " have no outcome");
        }
    }

    private void note(SoakPlan plan, Outcome<Object> outcome, BitSet seen) {
        int index = (int) outcome.index();
        if (seen.get(index)) {
            notes.wrong("item " + index + " of " + plan + " has two outcomes");
        }
        seen.set(index);
        notes.check(plan, plan.firstItem() + index, SoakForm.number(outcome.value()), outcome.failure());
    }

    private void callOne(Pool pool, SoakPlan plan) throws InterruptedException {
        int item = plan.firstItem();
        TaskFuture<Object> future = pool.with(plan.options()).applyAsync(WORK, form.of(item));
        if (plan.cancels()) {
            LockSupport.parkNanos(plan.cancelAfter() * 1_000_000L);
            future.cancel(plan.items() % 2 == 0);
        }
        try {
            notes.check(plan, item, SoakForm.number(future.get()), null);
        } catch (CancellationException e) {
            notes.check(plan, item, null, e);
        } catch (ExecutionException e) {
            notes.check(plan, item, null, e.getCause());
        }
    }
}
