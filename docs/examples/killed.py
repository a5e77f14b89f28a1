"""What remains of Python's multiprocessing when a process is killed at the wrong moment. Killed.java does the same."""
import multiprocessing
import queue
import random
import time

ROUNDS = 10


def started(target, *args):
    process = multiprocessing.Process(target=target, args=args, daemon=True)
    process.start()
    return process


def kill(process):
    process.kill()
    process.join()


def hold(lock, held):
    lock.acquire()
    held.send(True)
    time.sleep(60)


def a_lock_whose_holder_is_killed():
    lock = multiprocessing.Lock()
    held, told = multiprocessing.Pipe(False)
    holder = started(hold, lock, told)
    held.recv()
    kill(holder)
    print("lock: got by the next one within 5 s:", lock.acquire(timeout=5))


def get(items):
    items.get()


def a_queue_of_which_a_waiting_getter_is_killed():
    items = multiprocessing.Queue()
    getter = started(get, items)
    time.sleep(1)  # now it waits
    kill(getter)
    items.put("item")
    try:
        print("queue: the next get:", items.get(timeout=5))
    except queue.Empty:
        print("queue: the next get: Empty, though its size is", items.qsize())


def set_and_clear(event):
    while True:
        event.set()
        event.clear()


def an_event_whose_setter_is_killed():
    frozen = 0
    for _ in range(ROUNDS):
        event = multiprocessing.Event()
        setter = started(set_and_clear, event)
        time.sleep(0.1 + random.random() / 10)
        kill(setter)
        looker = started(event.is_set)
        looker.join(1)
        frozen += looker.is_alive()
        kill(looker)
    print("event: frozen in", frozen, "of", ROUNDS)


if __name__ == "__main__":
    a_lock_whose_holder_is_killed()
    a_queue_of_which_a_waiting_getter_is_killed()
    an_event_whose_setter_is_killed()
