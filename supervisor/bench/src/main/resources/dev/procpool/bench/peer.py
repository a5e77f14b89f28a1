"""Measures the rows of procpool's bench with Python's pools, one cell for each line "ROW PEER" of its stdin.

usage: peer.py WARM_UP_MS SAMPLE_MS SAMPLES IDLE_MS MANY_ITEMS (the words of Pace.java); answers in a line of JSON each.
"""
import array
import concurrent.futures as futures
import functools
import json
import multiprocessing
import sys
import threading
import time

import between
import many
from many import Reading, doubled_reading, square
from sampling import MANY_ITEMS, SAMPLE, SAMPLES, SILENCE, WARM_UP, median_us, per_second

WORKERS = 2
CALLERS = 4
SOME_ITEMS = 20000
SOME_ITEMS_OF_EXECUTOR = 2000


def echo(x):
    return x


def several_callers(call):
    calls, stop = [0] * CALLERS, threading.Event()

    def run(index):
        while not stop.is_set():
            call()
            calls[index] += 1

    threads = [threading.Thread(target=run, args=(index,)) for index in range(CALLERS)]
    for thread in threads:
        thread.start()
    time.sleep(WARM_UP)
    rates = []
    for _ in range(SAMPLES):
        before, start = sum(calls), time.perf_counter()
        time.sleep(SAMPLE)
        rates.append((sum(calls) - before) / (time.perf_counter() - start))
    stop.set()
    for thread in threads:
        thread.join()
    return rates


def until_dependent_ran(pool, executor):
    ran = threading.Event()
    if executor:
        pool.submit(square, 3).add_done_callback(lambda _: ran.set())
    else:
        pool.apply_async(square, (3,), callback=lambda _: ran.set())
    ran.wait()


def open_pool(kind):
    if kind == "executor":
        return futures.ProcessPoolExecutor(WORKERS)
    return multiprocessing.get_context(kind).Pool(WORKERS)


def close_pool(kind, pool):
    if kind == "executor":
        pool.shutdown()
    else:
        pool.terminate()
        pool.join()


def first_results(kind):
    times = []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        pool = open_pool(kind)
        if kind == "executor":
            pool.submit(square, 3).result()
        else:
            pool.apply(square, (3,))
        times.append((time.perf_counter() - start) * 1e3)
        close_pool(kind, pool)
    return times


def calls(row, kind, pool):
    executor = kind == "executor"
    # The executor sends items one by one, and a round should not take several samples.
    items = [i % (1 << 15) for i in range(SOME_ITEMS_OF_EXECUTOR if executor else SOME_ITEMS)]
    call = (lambda f, a: pool.submit(f, a).result()) if executor else (lambda f, a: pool.apply(f, (a,)))
    if row == "MAP_SINGLE":
        return per_second(len(items), lambda: list(pool.map(square, items, chunksize=1)))
    if row == "MAP_RECORD":
        readings = [Reading(i, i / 2, "mm") for i in items]
        return per_second(len(readings), lambda: list(pool.map(doubled_reading, readings, chunksize=1)))
    if row == "MAP_DEFAULT":
        numbers = items if executor else [i % (1 << 15) for i in range(MANY_ITEMS)]
        return per_second(len(numbers), lambda: list(pool.map(square, numbers)))
    if row == "IMAP_UNORDERED":
        return per_second(len(items), lambda: sum(1 for _ in pool.imap_unordered(square, items)))
    if row == "APPLY_HOT":
        return median_us(lambda: call(square, 3))
    if row == "APPLY_COLD":
        return median_us(lambda: call(square, 3), SILENCE)
    if row == "ASYNC_HOT":
        if executor:
            return median_us(lambda: pool.submit(square, 3).result())
        return median_us(lambda: pool.apply_async(square, (3,)).get())
    if row == "DEPENDENT_HOT":
        return median_us(lambda: until_dependent_ran(pool, executor))
    if row == "FOUR_CALLERS":
        return several_callers(lambda: call(square, 3))
    if row in ("ECHO_100K", "ECHO_8M"):
        payload = bytes(100 << 10 if row == "ECHO_100K" else 8 << 20)
        return [r * 2 * len(payload) / 1e6 for r in per_second(1, lambda: call(echo, payload))]
    if row == "DOUBLES":
        doubles = array.array("d", [1.0]) * 1000000
        return per_second(1, lambda: call(sum, doubles))
    raise ValueError(row)


def note(row, kind):
    """Says where a row has fewer items than for the other peers."""
    if row not in ("MAP_SINGLE", "MAP_RECORD", "MAP_DEFAULT", "IMAP_UNORDERED"):
        return ""
    if kind == "executor":
        return f"of {SOME_ITEMS_OF_EXECUTOR:,}"
    return "" if row == "MAP_DEFAULT" else f"of {SOME_ITEMS:,}"


def measure(row, kind):
    """The samples of a cell, and a note."""
    if row in between.ROWS:
        return between.ROWS[row](), ""
    if row == "FIRST_RESULT":
        return first_results(kind), ""
    if kind == "best":
        pool = open_pool("fork")
        try:
            return many.best(row, pool)
        finally:
            close_pool("fork", pool)
    pool = open_pool(kind)
    try:
        return calls(row, kind, pool), note(row, kind)
    finally:
        close_pool(kind, pool)


measured_once = functools.cache(measure)


def figures(row, kind):
    """The figures of a cell; Python's records are its beans, too, and are measured once."""
    samples, said = measured_once("MAP_SALES", kind) if row in ("MAP_SALES", "MAP_BEANS") else measure(row, kind)
    return [{"row": row, "samples": samples, "note": said}]


def main():
    for line in sys.stdin:
        row, peer = line.split()
        try:
            print(json.dumps({"figures": figures(row, peer.removeprefix("PYTHON_").lower())}), flush=True)
        except Exception as e:
            print(json.dumps({"failed": repr(e)}), flush=True)


if __name__ == "__main__":
    main()
