"""Takes samples of a cell, for the other modules; reads the words of Pace.java from the command line."""
import statistics
import sys
import time

SILENCE = 0.002
BRIEF_SAMPLES = 3
WARM_UP, _, SAMPLE = (int(word) / 1e3 for word in sys.argv[1:4])
SAMPLES, _, MANY_ITEMS = (int(word) for word in sys.argv[4:7])


def rate(work, seconds, call):
    rounds, start = 0, time.perf_counter()
    while True:
        call()
        rounds += 1
        took = time.perf_counter() - start
        if took >= seconds:
            return rounds * work / took


def per_second(work, call):
    rate(work, WARM_UP, call)
    return [rate(work, SAMPLE, call) for _ in range(SAMPLES)]


def brief(work, call):
    """The same with a shorter warm-up and fewer samples, for one of several candidates."""
    rate(work, WARM_UP / 2, call)
    return [rate(work, SAMPLE, call) for _ in range(min(BRIEF_SAMPLES, SAMPLES))]


def median_us(call, silence=0.0):
    def sample(seconds, pause):
        times, start = [], time.perf_counter()
        while True:
            if pause:
                time.sleep(pause)
            before = time.perf_counter()
            call()
            after = time.perf_counter()
            times.append(after - before)
            if after - start >= seconds:
                return statistics.median(times) * 1e6

    sample(WARM_UP, 0)
    return [sample(SAMPLE, silence) for _ in range(SAMPLES)]


def cpu_ns(work, call):
    """Nanoseconds of processor time of this thread for each of the `work` operations of a call."""
    def sample(seconds):
        rounds, start, cpu = 0, time.perf_counter(), time.thread_time_ns()
        while time.perf_counter() - start < seconds:
            call()
            rounds += 1
        return (time.thread_time_ns() - cpu) / (rounds * work)

    sample(WARM_UP)
    return [sample(SAMPLE) for _ in range(SAMPLES)]


def counts_per_second(count):
    """The speed of a counter that other processes drive."""
    time.sleep(WARM_UP)
    rates = []
    for _ in range(SAMPLES):
        before, start = count(), time.perf_counter()
        time.sleep(SAMPLE)
        rates.append((count() - before) / (time.perf_counter() - start))
    return rates
