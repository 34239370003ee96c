"""Shows what the networks learn from and where they err, in pictures readable at half their size."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # a file, not a window: training runs on machines without a display

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import FuncFormatter
from PIL import Image

from train import augment, negatives, neighbours, strokes
from train.networks import DIGITS

# Okabe and Ito's palette, which colour-blind readers tell apart (https://jfly.uni-koeln.de/color/).
BLUE, ORANGE = "#0072B2", "#E69F00"
DOTS = 110  # per inch
COLOURS = 64  # of a saved picture; more are not seen in such pictures, and make them three times as large
plt.rcParams.update(
    {
        "font.size": 14,
        "axes.titlesize": 17,
        "figure.titlesize": 17,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "legend.frameon": False,
        "figure.constrained_layout.use": True,
    }
)


def _save(figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=DOTS, metadata={"Software": None})
    plt.close(figure)
    with Image.open(path) as image:
        palette = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)


def _show(axes, image: np.ndarray, title: str = "") -> None:
    axes.imshow(image, cmap="gray", vmin=0, vmax=255)
    axes.set_title(title, fontsize=15, pad=3)
    axes.set_axis_off()


def _grid(rows: list[tuple[str, list[np.ndarray]]], path: Path, title: str) -> None:
    """Draws rows of images, each row with its name at the left."""
    columns = max(len(images) for _, images in rows)
    tiles = []
    for _, images in rows:
        row = np.concatenate([np.pad(image, 1, constant_values=90) for image in images], axis=1)
        tiles.append(np.pad(row, ((0, 0), (0, 30 * (columns - len(images)))), constant_values=255))
    figure, axes = plt.subplots(figsize=(1.6 + 0.62 * columns, 0.7 + 0.62 * len(rows)))
    axes.imshow(np.concatenate(tiles), cmap="gray", vmin=0, vmax=255)
    axes.set_yticks(15 + 30 * np.arange(len(rows)), [name for name, _ in rows])
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.set_frame_on(False)
    axes.set_title(title)
    _save(figure, path)


def first_digits(images: np.ndarray, labels: np.ndarray, path: Path) -> None:
    """Draws the first 20 images with their labels."""
    figure, axes = plt.subplots(4, 5, figsize=(7, 6.4))
    for place, image, label in zip(axes.flat, images, labels, strict=False):
        _show(place, image, str(label))
    figure.suptitle("MNIST's first 20 training images and their labels")
    _save(figure, path)


def digit_as_numbers(image: np.ndarray, path: Path) -> None:
    """Draws one (28, 28) image with the number that each pixel is."""
    figure, axes = plt.subplots(figsize=(12, 12.4))
    axes.imshow(image, cmap="gray", vmin=0, vmax=255)
    for y, x in np.ndindex(image.shape):
        shade = "black" if image[y, x] > 120 else "white" if image[y, x] else "#777777"
        axes.text(x, y, image[y, x], ha="center", va="center", fontsize=12, color=shade)
    axes.set_axis_off()
    axes.set_title("What the network gets: 28 x 28 numbers, 0 for paper and 255 for ink")
    _save(figure, path)


def augmentation(images: np.ndarray, labels: np.ndarray, path: Path, seed: int = 7) -> None:
    """Draws for each digit an original and what the training makes of it."""
    rng = np.random.default_rng(seed)
    rows = []
    for value in range(DIGITS):
        image = images[np.flatnonzero(labels == value)[1]]
        row = [image, *(augment.slightly(rng, image) for _ in range(2))]
        row += [augment.photographed(rng, *augment.digit_field(rng, image)) for _ in range(6)]
        hands = [strokes.field(strokes.digit(rng, value)) for _ in range(6)]
        row += [augment.photographed(rng, hand, strokes.widths(value)) for hand in hands]
        rows.append((str(value), row))
    title = "From left: MNIST's image, 2 slight changes, 6 pens and photos, 6 synthetic hands"
    _grid(rows, path, title)


def no_digits(images: np.ndarray, labels: np.ndarray, path: Path, seed: int = 7) -> None:
    """Draws examples of everything that the cnn learns to reject."""
    rng = np.random.default_rng(seed)
    source = neighbours.Source(images, labels)
    rows = [
        (kind.__name__.replace("_", " "), [negatives.of_kind(rng, source, kind) for _ in range(15)])
        for kind in negatives.KINDS
    ]
    _grid(rows, path, "What is learned as “not a digit”")


def learning_curves(history: dict[str, list[float]], path: Path, name: str) -> None:
    """Draws loss and errors after each epoch."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2))
    epochs = np.arange(1, len(history["loss"]) + 1)
    for axes, measure, label, change in (
        (left, "loss", "loss", lambda v: v),
        (right, "accuracy", "errors in %", lambda v: 100 * (1 - v)),
    ):
        axes.plot(
            epochs, change(np.array(history[measure])), "o-", markersize=4, color=ORANGE, label="training"
        )
        axes.plot(
            epochs,
            change(np.array(history["val_" + measure])),
            "s--",
            markersize=4,
            color=BLUE,
            label="validation",
        )
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        labelled = "125" if high > 10 * low else "12345"  # first digits of the ticks that get a number
        tick = FuncFormatter(lambda v, _, digits=labelled: f"{v:g}" if f"{v:e}"[0] in digits else "")
        axes.yaxis.set_major_formatter(tick)
        axes.yaxis.set_minor_formatter(tick)
        axes.set_xlabel("epoch")
        axes.set_ylabel(label)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.25, which="both")
        axes.legend()
    figure.suptitle(f"How the {name} learned")
    _save(figure, path)


def confusion(logits: np.ndarray, labels: np.ndarray, path: Path, name: str) -> None:
    """Draws how often each digit was given each answer; right answers are left out of the colour."""
    answers = logits.argmax(1)
    counts = np.zeros((DIGITS, logits.shape[1]), int)
    np.add.at(counts, (labels, answers), 1)
    wrong = counts * (1 - np.eye(*counts.shape, dtype=int))
    names = [str(i) for i in range(DIGITS)] + ["none"] * (logits.shape[1] - DIGITS)
    figure, axes = plt.subplots(figsize=(8, 7.2))
    axes.imshow(wrong, cmap="Blues")
    for y, x in np.ndindex(counts.shape):
        dark = wrong[y, x] > 0.6 * wrong.max()
        axes.text(x, y, counts[y, x] or "", ha="center", va="center", color="white" if dark else "black")
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(DIGITS))
    axes.set_xlabel("answer")
    axes.set_ylabel("label")
    axes.set_title(f"The {name} on MNIST's 10,000 test images")
    _save(figure, path)


def worst_mistakes(logits: np.ndarray, images: np.ndarray, labels: np.ndarray, path: Path, name: str) -> None:
    """Draws the (at most) 20 test images that were misread with the most confidence."""
    shifted = np.exp(logits - logits.max(1, keepdims=True))
    probabilities = shifted / shifted.sum(1, keepdims=True)
    answers, sure = probabilities.argmax(1), probabilities.max(1)
    wrong = np.flatnonzero(answers != labels)
    wrong = wrong[np.argsort(-sure[wrong], kind="stable")][:20]
    figure, axes = plt.subplots(4, 5, figsize=(8.5, 8))
    for place in axes.flat:
        place.set_axis_off()
    for place, i in zip(axes.flat, wrong, strict=False):
        answer = "none" if answers[i] == DIGITS else answers[i]
        _show(place, images[i], f"{labels[i]} read as {answer}\n{sure[i]:.0%}, no. {i}")
    figure.suptitle(f"The {name}'s most confident mistakes on MNIST's test images")
    _save(figure, path)
