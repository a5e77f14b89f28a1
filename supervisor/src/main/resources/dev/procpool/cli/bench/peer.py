"""Measures the rows of procpool's bench with Python's pools: peer.py SECONDS KIND ROW..., KIND fork, spawn or executor."""
import array
import concurrent.futures as futures
import json
import multiprocessing
import statistics
import sys
import threading
import time

WORKERS = 2


def square(x):
    return x * x


def echo(x):
    return x


def per_second(seconds, work, call):
    call()
    rounds, start = 0, time.perf_counter()
    while True:
        call()
        rounds += 1
        took = time.perf_counter() - start
        if took >= seconds:
            return rounds * work / took


def median_us(seconds, call, silence=0.0):
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds * 1.5:
        if silence:
            time.sleep(silence)
        before = time.perf_counter()
        call()
        after = time.perf_counter()
        if before - start > seconds / 2:
            times.append(after - before)
    return statistics.median(times) * 1e6


def four_callers(seconds, call):
    rates = []
    threads = [threading.Thread(target=lambda: rates.append(per_second(seconds, 1, call))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(rates)


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


def measure(row, kind, pool, seconds):
    executor = kind == "executor"
    items = [i % (1 << 15) for i in range(20000)]
    many = [i % (1 << 15) for i in range(100000)]
    call = (lambda f, a: pool.submit(f, a).result()) if executor else (lambda f, a: pool.apply(f, (a,)))
    if row == "MAP_SINGLE":
        few = items[:5000]
        return per_second(seconds, len(few), lambda: list(pool.map(square, few, chunksize=1)))
    if row == "MAP_DEFAULT":
        if executor:
            return per_second(seconds, 5000, lambda: list(pool.map(square, items[:5000])))
        return per_second(seconds, len(many), lambda: pool.map(square, many))
    if row == "IMAP_UNORDERED":
        if executor:
            return None
        return per_second(seconds, 5000, lambda: sum(1 for _ in pool.imap_unordered(square, items[:5000])))
    if row == "APPLY_HOT":
        return median_us(seconds, lambda: call(square, 3))
    if row == "APPLY_COLD":
        return median_us(seconds, lambda: call(square, 3), 0.002)
    if row == "ASYNC_HOT":
        if executor:
            return median_us(seconds, lambda: pool.submit(square, 3).result())
        return median_us(seconds, lambda: pool.apply_async(square, (3,)).get())
    if row == "FOUR_CALLERS":
        return four_callers(seconds, lambda: call(square, 3))
    if row in ("ECHO_100K", "ECHO_8M"):
        payload = bytes(100 << 10 if row == "ECHO_100K" else 8 << 20)
        return per_second(seconds, 1, lambda: call(echo, payload)) * 2 * len(payload) / 1e6
    if row == "DOUBLES":
        doubles = array.array("d", [1.0]) * 1000000
        return per_second(seconds, 1, lambda: call(sum, doubles))
    raise ValueError(row)


def main():
    seconds, kind, rows = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    for row in rows:
        if row == "FIRST_RESULT":
            start = time.perf_counter()
            pool = open_pool(kind)
            if kind == "executor":
                pool.submit(square, 3).result()
            else:
                pool.apply(square, (3,))
            value = (time.perf_counter() - start) * 1e3
            close_pool(kind, pool)
        else:
            pool = open_pool(kind)
            value = measure(row, kind, pool, seconds)
            close_pool(kind, pool)
        print(json.dumps({"row": row, "value": value}), flush=True)


if __name__ == "__main__":
    main()
