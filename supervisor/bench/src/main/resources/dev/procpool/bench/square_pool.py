import multiprocessing
import sys


def square(line):
    return int(line) ** 2


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        for result in pool.imap(square, sys.stdin, chunksize=1000):
            print(result)
