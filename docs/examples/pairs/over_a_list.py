from multiprocessing import Pool, cpu_count


def cube(x):
    return x * x * x


if __name__ == "__main__":
    numbers = [3, 1, 4, 1, 5, 9, 2, 6]

    by_loop = []
    for x in numbers:
        by_loop.append(cube(x))

    with Pool() as pool:
        by_map = pool.map(cube, numbers)

    print("loop:", by_loop)
    print("map:", by_map)
    print("processors:", cpu_count())
