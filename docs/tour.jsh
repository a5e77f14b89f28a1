// A tour of procpool in JShell. Run it with
//
//     procpool jshell docs/tour.jsh
//
// or type the steps into "procpool jshell" one by one. A line "// -> ..." is what the step before it prints; a test
// compares them. (procpool jshell imports dev.procpool.* and dev.procpool.task.*.)

import java.time.Duration

// 1. A pool starts worker processes. A function runs in them: here on each item of a list, results in order.

Pool pool = Pool.open(2)
System.out.println("squares: " + pool.map((Integer x) -> x * x, List.of(1, 2, 3, 4)))
// -> squares: [1, 4, 9, 16]

// 2. Methods, records and variables that you have typed go along. A variable has its value as of the call.

record Point(int x, int y) {}
int offset = 10
Point moved(Point p) { return new Point(p.x() + offset, p.y()); }
System.out.println("moved: " + pool.map((Point p) -> moved(p), List.of(new Point(1, 2))))
// -> moved: [Point[x=11, y=2]]
offset = 100
System.out.println("moved: " + pool.map((Point p) -> moved(p), List.of(new Point(1, 2))))
// -> moved: [Point[x=101, y=2]]

// 3. imap gives each result when it is there, and reads its input no further ahead than its buffer: here it is endless.

try (Results<Integer> odd = pool.imap((Integer x) -> 2 * x + 1, Input.of(Stream.iterate(0, x -> x + 1)))) {
    Iterator<Integer> next = odd.iterator();
    for (int i = 0; i < 3; i++) {
        System.out.println("odd: " + next.next());
    }
}
// -> odd: 1
// -> odd: 3
// -> odd: 5

// 4. An exception of a task arrives with its own type.

try {
    pool.apply((String text) -> Integer.parseInt(text), "seven");
} catch (NumberFormatException e) {
    System.out.println("thrown: " + e.getMessage());
}
// -> thrown: For input string: "seven"

// 5. A crash: the worker of item 2 is gone. That item fails, the others do not, and another worker takes its place.

Tasks ordered = pool.with(TaskOptions.builder().keepOrder().build())
int crash(int x) {
    if (x == 2) {
        Runtime.getRuntime().halt(7);
    }
    return 10 * x;
}
for (Outcome<Integer> one : ordered.outcomes((Integer x) -> crash(x), List.of(1, 2, 3))) {
    System.out.println("outcome: " + (one.isSuccess() ? one.value() : one.failure().getClass().getSimpleName()));
}
// -> outcome: 10
// -> outcome: WorkerDiedException
// -> outcome: 30

// 6. A time-out kills the worker of a task that hangs.

Tasks hasty = pool.with(TaskOptions.builder().timeout(Duration.ofSeconds(1)).build())
int spin() {
    while (true) {
    }
}
try {
    hasty.apply(() -> spin());
} catch (TaskTimeoutException e) {
    System.out.println("killed: " + e.getClass().getSimpleName());
}
// -> killed: TaskTimeoutException

// 7. A counter that all processes share.

SharedLong counter = SharedLong.of(0)
void count(int times) {
    for (int i = 0; i < times; i++) {
        counter.addAndGet(1);
    }
}
pool.map((Integer times) -> { count(times); return times; }, List.of(1000, 2000, 3000))
System.out.println("counter: " + counter.get())
// -> counter: 6000

// 8. A queue between processes.

ProcessQueue<String> queue = ProcessQueue.create()
pool.map((String word) -> { queue.put(word.toUpperCase()); return word; }, List.of("red", "green", "blue"))
System.out.println("queue: " + new TreeSet<>(List.of(queue.get(), queue.get(), queue.get())))
// -> queue: [BLUE, GREEN, RED]

// 9. A large value is sent once to each worker with share, however many calls use it.

Shared<List<String>> names = pool.share(List.of("zero", "one", "two"))
System.out.println("names: " + pool.map((Integer x) -> names.get().get(x), List.of(2, 1)))
// -> names: [two, one]

// 10. The end: close waits for what was submitted. Without it the workers end with JShell.

queue.close()
counter.close()
pool.close()
try {
    pool.apply((Integer x) -> x, 1);
} catch (IllegalStateException e) {
    System.out.println("the pool is closed");
}
// -> the pool is closed

/exit
