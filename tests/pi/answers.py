"""Prints as JSON what this machine reads, so that another machine's answers can be compared with it.

    python tests/pi/answers.py ZIFFER DIGITS.npz [RUNTIME]

ZIFFER is a folder that holds edge/ and models/; DIGITS.npz holds `images` (n, 28, 28) uint8; RUNTIME is one
of edge.runtime's, else the first that works.
"""

import json
import platform
import sys
from pathlib import Path


def main() -> int:
    """Prints one JSON object."""
    ziffer, digits = map(Path, sys.argv[1:3])
    sys.path.insert(0, str(ziffer))
    import numpy as np

    from edge.classifier import Classifier
    from edge.images import load
    from edge.reader import DigitReader

    classifier = Classifier(ziffer / "models/cnn_int8.tflite", *sys.argv[3:])
    raw = classifier.raw(np.load(digits)["images"])
    reader = DigitReader(classifier)
    samples = sorted((ziffer / "edge/samples").glob("*.jpg"))
    answers = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, {classifier.runtime}",
        "runtime": classifier.runtime,
        "logits": raw.tolist(),
        "samples": {path.name: reader.read(load(path).image).to_json() for path in samples},
    }
    print(json.dumps(answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
