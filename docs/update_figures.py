"""Writes the manifest's figures into both READMEs, since a retrained network has others: `make figures`."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / "models/manifest.json"
TO_GERMAN = str.maketrans(",.", ".,")


def main() -> None:
    """Updates README.md and README.de.md in place."""
    models = json.loads(MANIFEST.read_text())["models"]
    for name, german in (("README.md", False), ("README.de.md", True)):
        path = ROOT / name
        path.write_text(update(path.read_text(), models, german))


def update(text: str, models: dict[str, dict], german: bool) -> str:
    """Returns a README with the manifest's figures in the table rows that begin with a model's name."""
    for name, told in models.items():
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
