"""Reads the digits of an image with the learned eye: one way from pixels to a `Reading`."""

from dataclasses import dataclass

import cv2
import numpy as np

from edge.classifier import Classifier
from edge.reader import MIN_CONFIDENCE, Candidate, Trace
from edge.reading.digits import crops
from edge.reading.eye import Eye, Sight
from edge.reading.rows import rows
from edge.reading.witnesses import Joining, joined
from edge.results import Digit, Reading

STEEP = 0.14  # radians (8 degrees); digits of lines that slope less are shown to the classifier as they stand


@dataclass(frozen=True)
class Seen:
    """All that was seen in an image, believed or not, in reading order.

    Attributes:
        sights: the eye's.
        crops: (n, 28, 28) uint8, what the classifier saw of each.
        answers: (n, 11) float32, what it said.
    """

    sights: list[Sight]
    crops: np.ndarray
    answers: np.ndarray


class EyeReader:
    """Reads handwritten digits with the eye and the classifier.

    Args:
        classifier: the second witness; the shipped int8 model when None.
        min_confidence: digits below are not reported, 0 to 1; the manifest's value when None.
        eye: the network that finds digits; the shipped one when None.

    Raises:
        ModelError: a shipped model cannot be loaded.
    """

    def __init__(
        self,
        classifier: Classifier | None = None,
        min_confidence: float | None = None,
        eye: Eye | None = None,
    ):
        self.classifier = classifier or Classifier()
        self.eye = eye or Eye()
        learned = self.eye.thresholds
        self.joining = Joining(**learned["joining"]) if "joining" in learned else Joining()
        self.min_confidence = (
            learned.get("min_confidence", MIN_CONFIDENCE) if min_confidence is None else min_confidence
        )

    def read(self, image: np.ndarray) -> Reading:
        """Reads an image, (h, w) grey or (h, w, 3) BGR, uint8, any size."""
        return self._report(self.seen(_grey(image)))[0]

    def inspect(self, image: np.ndarray) -> tuple[Reading, Trace]:
        """Reads an image and tells how; see `read`. The trace's mask is the eye's heat, 0 to 255."""
        grey = _grey(image)
        reading, read, rejected = self._report(self.seen(grey))
        return reading, Trace(np.uint8(255 * self.eye.heat(grey)), read, rejected)

    def seen(self, grey: np.ndarray) -> Seen:
        """Returns what both witnesses see in a picture, (h, w) uint8."""
        sights = self.eye.see(grey)
        _, slope = rows([sight.box for sight in sights if sight.score >= MIN_CONFIDENCE])
        turn = slope if abs(slope) >= STEEP else 0.0
        shown = crops(grey, [sight.box for sight in sights], [turn] * len(sights))
        return Seen(sights, shown, self.classifier.probabilities(shown))

    def _report(self, seen: Seen) -> tuple[Reading, np.ndarray, tuple[Candidate, ...]]:
        """Returns the reading, the crops of its digits, and what was not believed."""
        probabilities, sure = joined(seen.sights, seen.answers, self.joining)
        believed = np.flatnonzero(sure >= self.min_confidence)
        lines, _ = rows([seen.sights[i].box for i in believed])
        order = [int(believed[i]) for line in lines for i in line]
        best = probabilities.argmax(1)
        digits = tuple(
            Digit(
                int(best[i]),
                float(sure[i]),
                seen.sights[i].box,
                tuple((probabilities[i] * min(sure[i] / probabilities[i].max(), 1)).tolist()),
            )
            for i in order
        )
        texts = tuple("".join(str(best[believed[i]]) for i in line) for line in lines)
        rejected = tuple(
            Candidate(seen.sights[i].box, seen.crops[i], seen.answers[i], f"believed to {sure[i]:.0%} only")
            for i in range(len(sure))
            if sure[i] < self.min_confidence
        )
        return Reading(texts, digits), seen.crops[order], rejected


def _grey(image: np.ndarray) -> np.ndarray:
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
