from multiprocessing import Pool
from time import perf_counter


def square(x):
    return x * x


if __name__ == "__main__":
    numbers = range(1, 101)

    start = perf_counter()
    by_loop = [square(x) for x in numbers]
    print(f"loop: {perf_counter() - start:.6f} s")

    start = perf_counter()
    with Pool() as pool:
        by_pool = pool.map(square, numbers)
    print(f"pool: {perf_counter() - start:.6f} s")

    print("equal" if by_loop == by_pool else "different")
