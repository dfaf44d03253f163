"""Twenty clients in four processes of five threads, so that they can keep a server busy."""

import multiprocessing
import os
import signal
import threading
import time

from kill_client import Client, Report

PROCESSES, THREADS = 4, 5
CLIENTS = PROCESSES * THREADS


class Crowd:
    """Used in a `with`; its processes end with it."""

    def __init__(self, seed, tokens, scene):
        context = multiprocessing.get_context("spawn")  # pytest has threads
        self._pipes, self._processes = [], []
        for first in range(0, CLIENTS, THREADS):
            here, there = context.Pipe()
            numbers = range(first, first + THREADS)
            who = [(number, seed, tokens[number], scene) for number in numbers]
            process = context.Process(target=obey, args=(there, who), daemon=True)
            process.start()
            self._pipes.append(here)
            self._processes.append(process)

    def start(self, base, seconds, shot=None):
        """They begin; who is not cut off before stops after `seconds`. `shot`: one of them kills the
        server when it has its n-th answer: (number of the client, n, id of the server's process)."""
        self._tell("run", base, seconds, shot)

    def wait(self):
        """Until all have stopped."""
        return self._hear()

    def settle(self, base, everything=False):
        """All look at what is there."""
        self._tell("settle", base, everything)
        return self._hear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self._processes:
            process.terminate()
            process.join(timeout=10)

    def _tell(self, *order):
        for pipe in self._pipes:
            pipe.send(order)

    def _hear(self):
        report = Report()
        for pipe in self._pipes:
            report += pipe.recv()
        return report


def obey(pipe, who):
    """A process of the crowd: does with all of its clients what it is told."""
    clients = [Client(*each) for each in who]
    while True:
        verb, *arguments = pipe.recv()
        if verb == "run":
            threads = [threading.Thread(target=run, args=(each, *arguments)) for each in clients]
        else:
            threads = [threading.Thread(target=each.settle, args=arguments) for each in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        report = Report()
        for client in clients:
            report += client.report
            client.report = Report()
        pipe.send(report)


def run(client, base, seconds, shot):
    end = time.monotonic() + seconds
    kill = None
    if shot and shot[0] == client.number:
        left = iter(range(shot[1] - 1, -1, -1))
        kill = lambda: next(left, None) == 0 and os.kill(shot[2], signal.SIGKILL)  # noqa: E731
    client.run(base, lambda: time.monotonic() > end, kill)
