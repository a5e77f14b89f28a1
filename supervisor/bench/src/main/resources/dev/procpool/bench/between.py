"""Measures the rows between processes with Python's multiprocessing, its start method being fork."""
import contextlib
import multiprocessing
from multiprocessing import shared_memory

from sampling import SILENCE, counts_per_second, cpu_ns, median_us, per_second

SOME = 1000
SMALL = 100
MEGABYTE = 1_000_000
CAPACITY = 1024
FEW_LARGE = 8
NANOS_PER_MICRO = 1e3

context = multiprocessing.get_context("fork")


@contextlib.contextmanager
def running(*targets):
    """Other processes, each of which runs (function, argument, …) until the block ends."""
    processes = [context.Process(target=target[0], args=target[1:], daemon=True) for target in targets]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def free(lock):
    def some():
        for _ in range(SOME):
            lock.acquire()
            lock.release()

    return cpu_ns(SOME, some)


def add(value, times):
    for _ in range(times):
        with value.get_lock():
            value.value += 1


def add_for_ever(value):
    while True:
        add(value, SOME)


def adding():
    value = context.Value("q")
    return cpu_ns(SOME, lambda: add(value, SOME))


def adding_by_two():
    value = context.Value("q")
    with running((add_for_ever, value), (add_for_ever, value)):
        return counts_per_second(lambda: value.value)


def answer_events(there, back):
    while True:
        there.wait()
        there.clear()
        back.set()


def events(silence):
    there, back = context.Event(), context.Event()

    def round_trip():
        there.set()
        back.wait()
        back.clear()

    with running((answer_events, there, back)):
        return median_us(round_trip, silence)


def answer_semaphores(there, back):
    while True:
        there.acquire()
        back.release()


def semaphores(silence):
    there, back = context.Semaphore(0), context.Semaphore(0)

    def round_trip():
        there.release()
        back.acquire()

    with running((answer_semaphores, there, back)):
        return median_us(round_trip, silence)


def answer_queues(there, back):
    while True:
        back.put(there.get())


def queues(silence):
    there, back = context.SimpleQueue(), context.SimpleQueue()

    def round_trip():
        there.put(1)
        back.get()

    with running((answer_queues, there, back)):
        return median_us(round_trip, silence)


def put_for_ever(queue, item):
    while True:
        queue.put(item)


def one_to_one(item, capacity, some):
    queue = context.Queue(capacity)

    def get():
        for _ in range(some):
            queue.get()

    with running((put_for_ever, queue, item)):
        return per_second(some, get)


def get_for_ever(queue, got):
    while True:
        for _ in range(SMALL):
            queue.get()
        got.value += SMALL


def two_to_two():
    queue = context.Queue(CAPACITY)
    got = [context.RawValue("q"), context.RawValue("q")]
    putting = (put_for_ever, queue, 1)
    with running(putting, putting, *((get_for_ever, queue, each) for each in got)):
        return counts_per_second(lambda: sum(each.value for each in got))


def large():
    return [rate * MEGABYTE / 1e6 for rate in one_to_one(b"x" * MEGABYTE, FEW_LARGE, 1)]


def manager_calls():
    with context.Manager() as manager:
        shared = manager.dict(key=1)
        return per_second(1, lambda: shared["key"])


def copying():
    data = b"x" * MEGABYTE  # zeros would be one page again and again
    memory = shared_memory.SharedMemory(create=True, size=MEGABYTE)
    try:
        def copy():
            memory.buf[:MEGABYTE] = data

        return [nanos / NANOS_PER_MICRO for nanos in cpu_ns(1, copy)]
    finally:
        memory.close()
        memory.unlink()


ROWS = {
    "LOCK_CPU": lambda: free(context.Lock()),
    "SEMAPHORE_CPU": lambda: free(context.Semaphore(1)),
    "LOCKED_ADD_CPU": adding,
    "ATOMIC_ADD_CPU": adding,
    "ADD_BY_TWO": adding_by_two,
    "EVENT_HOT": lambda: events(0),
    "EVENT_COLD": lambda: events(SILENCE),
    "SEMAPHORE_HOT": lambda: semaphores(0),
    "SEMAPHORE_COLD": lambda: semaphores(SILENCE),
    "QUEUE_HOT": lambda: queues(0),
    "QUEUE_COLD": lambda: queues(SILENCE),
    "QUEUE_INTS": lambda: one_to_one(1, CAPACITY, SOME),
    "QUEUE_100_BYTES": lambda: one_to_one(b"x" * SMALL, CAPACITY, SOME),
    "QUEUE_TWO_TO_TWO": two_to_two,
    "QUEUE_1_MB": large,
    "MANAGER_CALL": manager_calls,
    "MEMORY_COPY_CPU": copying,
}
