from multiprocessing import Process, Queue
from time import perf_counter, sleep


def ten_times(x, results):
    sleep(1)
    results.put(10 * x)


if __name__ == "__main__":
    start = perf_counter()
    results = Queue()
    processes = [Process(target=ten_times, args=(x, results)) for x in [1, 2, 3, 4]]
    for process in processes:
        process.start()
    for _ in processes:
        print(results.get())
    for process in processes:
        process.join()
    print(f"total: {perf_counter() - start:.3f} s")
