"""The eye: a fully convolutional network that sees at each place of a picture whether a digit is there.

After CenterNet (arXiv 1904.07850), made small: a trunk down to a sixteenth of the picture, brought back up to
a quarter and joined with what was seen there, and three heads. Only plain convolutions, ReLU, additions and
depth-to-space: what both runtimes compute alike in int8, at any size of picture.
"""

import keras
import tensorflow as tf
from keras import layers

STRIDE = 4  # px of the picture for one place of the heads
REACH = 16  # px, the trunk's coarsest stride: sides of pictures are multiples of it
BOX = 4  # dx, dy to the centre in places; logarithms of w and h in places
CLASSES = 10
HEAT_PRIOR = -4.0  # logit of a digit before anything is learned: few places hold one


@keras.saving.register_keras_serializable(package="ziffer")
class Unfold(layers.Layer):
    """Spreads channels over twice as many rows and columns; unlike upsampling it converts for any size."""

    def call(self, x):
        """Returns (n, 2 h, 2 w, c / 4) for (n, h, w, c)."""
        return tf.nn.depth_to_space(x, 2)

    def compute_output_shape(self, shape):
        """Returns the shape of what `call` returns."""
        n, h, w, c = shape
        return n, h and 2 * h, w and 2 * w, c // 4


def eye(h: int | None = None, w: int | None = None) -> keras.Model:
    """Returns the network for pictures of (h, w), or of any size.

    It takes (n, h, w, 1) floats in deviations and answers with heat, box and digit logits.
    """
    picture = keras.Input((h, w, 1), name="picture")
    half = _convolution(picture, 16, 5, stride=2)
    quarter = _convolution(_convolution(half, 32, stride=2), 32)
    eighth = _convolution(quarter, 64, stride=2)
    eighth = _convolution(_convolution(eighth, 64), 64)
    sixteenth = _convolution(_convolution(eighth, 56, stride=2), 56)
    eighth = _convolution(_joined(sixteenth, eighth, 64), 64)
    x = _convolution(_joined(eighth, quarter, 40), 48)
    heat = layers.Conv2D(1, 1, name="heat", bias_initializer=keras.initializers.Constant(HEAT_PRIOR))(x)
    box = layers.Conv2D(BOX, 1, name="box")(x)
    digit = layers.Conv2D(CLASSES, 1, name="digit")(x)
    return keras.Model(picture, {"heat": heat, "box": box, "digit": digit}, name="eye")


def _joined(coarse, fine, filters: int):
    """Adds what was seen at half the resolution to what was seen at the whole."""
    up = Unfold()(layers.Conv2D(4 * filters, 1)(coarse))
    return layers.ReLU()(layers.Add()([up, layers.Conv2D(filters, 1)(fine)]))


def _convolution(x, filters: int, size: int = 3, stride: int = 1):
    # Batch normalisation disappears into the weights when the network is converted.
    x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.98)(x)
    return layers.ReLU()(x)
