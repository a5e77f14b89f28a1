import asyncio
from multiprocessing import Pool
from threading import Thread
from time import sleep


def work(x):
    sleep(0.1)
    return 10 * x


async def work_as_coroutine(x):
    await asyncio.sleep(0.1)
    return 10 * x


async def all_coroutines(tasks):
    return await asyncio.gather(*[work_as_coroutine(x) for x in tasks])


if __name__ == "__main__":
    tasks = [1, 2, 3, 4, 5, 6, 7, 8]

    pool = Pool(4)
    results = pool.map(work, tasks)
    pool.close()
    pool.join()
    print("processes:", results)

    results = [None] * len(tasks)

    def work_in_thread(i):
        results[i] = work(tasks[i])

    threads = [Thread(target=work_in_thread, args=(i,)) for i in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("threads:", results)

    print("coroutines:", asyncio.run(all_coroutines(tasks)))
