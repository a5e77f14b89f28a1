from multiprocessing import Pool
from time import perf_counter, sleep


def ten_times(x):
    sleep(1)
    return 10 * x


if __name__ == "__main__":
    with Pool(4) as pool:
        start = perf_counter()
        for result in pool.imap_unordered(ten_times, [1, 2, 3, 4]):
            print(result)
        print(f"total: {perf_counter() - start:.3f} s")
