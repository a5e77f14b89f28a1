import os
from multiprocessing import Pool, Queue


def remember(queue):
    global pids
    pids = queue


def square(x):
    pids.put(os.getpid())
    return x * x


if __name__ == "__main__":
    queue = Queue()
    with Pool(8, initializer=remember, initargs=(queue,)) as pool:
        squares = pool.map(square, range(1, 101))
        seen = {queue.get() for _ in squares}
    print(f"{len(squares)} squares by {len(seen)} processes: {sorted(seen)}")
    print("this program:", os.getpid())
