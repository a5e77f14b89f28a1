from multiprocessing import Process
from time import sleep


class Sleeper(Process):
    def __init__(self, id):
        super().__init__()
        self.id = id

    def run(self):
        sleep(1)
        print("I'm the process with id:", self.id, flush=True)


if __name__ == "__main__":
    sleeper = Sleeper(0)
    sleeper.start()
    print("hello", flush=True)
    sleeper.join()

    sleeper = Sleeper(1)
    sleeper.start()
    sleeper.join()
    print("hello", flush=True)
