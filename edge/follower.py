"""Reads the newest sheet in a thread of its own, so that the pen never waits for the network."""

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Condition, Thread

import numpy as np

from edge.board import Answer
from edge.classifier import Classifier
from edge.reader import DigitReader


class Follower:
    """Answers for the sheet it was last asked about; what it cannot keep up with is left out. Close it."""

    def __init__(self, models: Sequence[Path]):
        """Loads the first of the models, and the others when they are asked for.

        Raises:
            ModelError: the first model cannot be used.
        """
        self._models = models
        self._readers = {0: DigitReader(Classifier(models[0]))}
        self._changed = Condition()
        self._question: tuple[int, int, np.ndarray] | None = None
        self._answer: Answer | None = None
        self._failure: Exception | None = None
        self._closed = False
        self._thread = Thread(target=self._follow)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread: a process that ends while OpenCV works in another thread may abort."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def ask(self, version: int, network: int, sheet: np.ndarray) -> None:
        """Asks what a sheet, (h, w, 3) BGR uint8, reads as; returns at once."""
        with self._changed:
            self._question = version, network, sheet
            self._changed.notify()

    def answer(self) -> Answer | None:
        """Returns the newest answer, None before the first.

        Raises:
            ModelError: the network asked for cannot be used; raised once.
        """
        with self._changed:
            failure, self._failure = self._failure, None
            if failure:
                raise failure
            return self._answer

    def _follow(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._question or self._closed)
                if self._closed:
                    return
                (version, network, sheet), self._question = self._question, None
            try:
                answer, failure = self._read(version, network, sheet), None
            except Exception as error:  # whatever it is, it is raised again in the thread that asks
                answer, failure = self._answer, error
            with self._changed:
                self._answer, self._failure = answer, failure

    def _read(self, version: int, network: int, sheet: np.ndarray) -> Answer:
        if network not in self._readers:
            self._readers[network] = DigitReader(Classifier(self._models[network]))
        start = time.perf_counter()
        reading, trace = self._readers[network].inspect(sheet)
        return Answer(version, network, reading, trace, time.perf_counter() - start)
