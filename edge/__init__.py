"""ziffer's edge runtime: reads handwritten digits from images, without TensorFlow.

    from edge import DigitReader
    reading = DigitReader().read(image)     # an OpenCV image, BGR or grey, uint8
    print(reading.lines)                    # ('472', '19')

The programs beside it show, print and serve what it reads.
"""

__all__ = ["Digit", "DigitReader", "Reading"]


def __getattr__(name: str):
    # Lazy, so that `edge.environment` can still speak when numpy or OpenCV is missing.
    if name == "DigitReader":
        from edge.reader import DigitReader

        return DigitReader
    if name in ("Digit", "Reading"):
        from edge import results

        return getattr(results, name)
    raise AttributeError(f"module 'edge' has no attribute '{name}'")
