import hashlib
import multiprocessing
import sys


def digest(line):
    name = line.rstrip("\n")
    with open(name, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest() + "  " + name


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        for result in pool.imap(digest, sys.stdin, chunksize=1000):
            print(result)
