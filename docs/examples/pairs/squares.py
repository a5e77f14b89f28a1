from multiprocessing import Pool


def square(x):
    return x * x


if __name__ == "__main__":
    with Pool(8) as pool:
        for result in pool.map(square, range(1, 101)):
            print(result)
