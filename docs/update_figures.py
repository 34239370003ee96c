"""Writes figures and answers of the shipped networks into both READMEs: `make figures` after a training."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / "models/manifest.json"
SAMPLE = "edge/samples/board.jpg"  # whose JSON the READMEs show
TO_GERMAN = str.maketrans(",.", ".,")


def main() -> None:
    """Updates README.md and README.de.md in place."""
    models = json.loads(MANIFEST.read_text())["models"]
    told = subprocess.run(
        [sys.executable, ROOT / "edge/classify_image.py", "--json", SAMPLE],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    for name, german in (("README.md", False), ("README.de.md", True)):
        path = ROOT / name
        text = update(path.read_text(), models, german)
        path.write_text(re.sub(rf'^{{"image": "{SAMPLE}".*$', told, text, flags=re.MULTILINE))


def update(text: str, models: dict[str, dict], german: bool) -> str:
    """Returns a README with the manifest's figures in the table rows that begin with a model's name."""
    for name, told in models.items():
        if "accuracy" not in told:  # the eye finds digits; MNIST has nothing to find
            continue
        figures = row(told).translate(TO_GERMAN) if german else row(told)
        text = re.sub(rf"^(\| `{re.escape(name)}`[^|]*\|).*$", rf"\1 {figures} |", text, flags=re.MULTILINE)
    return text


def row(told: dict) -> str:
    """Returns a model's figures: parameters, size, accuracy on all test images, on those rightly labelled."""
    accuracies = (told["accuracy"][name] for name in ("mnist_test", "mnist_test_without_wrong_labels"))
    cells = f"{told['parameters']:,}", f"{told['bytes'] / 1000:.0f} kB", *(f"{a:.2f} %" for a in accuracies)
    return " | ".join(cells)


if __name__ == "__main__":
    main()
