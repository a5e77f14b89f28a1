package dev.procpool.demo;

import static demos.Join.CHILD;
import static demos.Join.HELLO;

import demos.Join;
import demos.Join.Seen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** start returns at once, join waits; run instead of start stays in the caller; a forgotten child can be found. */
public final class JoinDemo implements Demo {

    @Override
    public String name() {
        return "join";
    }

    @Override
    public Class<?> program() {
        return Join.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        steps.begins("withoutJoin");
        Seen without = Join.withoutJoin();
        steps.begins("withJoin");
        Seen with = Join.withJoin();
        long ranIn = Join.ranIn();
        long here = ProcessHandle.current().pid();
        List<Long> children = List.of(without.childPid(), with.childPid());

        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("supervisor", here);
        facts.put("children", children);
        facts.put("withoutJoin", without.lines());
        facts.put("active", without.activePids());
        facts.put("withJoin", with.lines());
        facts.put("activeAfterJoin", with.activePids());
        facts.put("afterRun", ranIn);
        boolean helloFirst = without.lines().equals(List.of(HELLO, CHILD))
                && without.activePids().contains(without.childPid());
        boolean helloLast =
                with.lines().equals(List.of(CHILD, HELLO)) && !with.activePids().contains(with.childPid());
        return new Evidence(helloFirst && helloLast && !children.contains(here) && ranIn == here, facts);
    }
}
