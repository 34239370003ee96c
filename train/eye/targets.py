"""What the eye should answer at each place, and how wrong it is: CenterNet's losses (arXiv 1904.07850)."""

import tensorflow as tf

from train.eye.network import CLASSES, STRIDE

SMALLEST, LARGEST = 9.5, 42.0  # px, the longer side of digits that must be found
UNSURE = 7.0, 52.0  # px; between these and the former a digit may be found or not
VISIBLE = 0.72  # of a digit's area; where a tile shows less it may be found or not
MIDDLE = 0.35  # heat above which a place also answers with box and digit
SPREAD = 0.14  # of a box's side, the deviation of its heat; at least `LEAST_SPREAD` places
LEAST_SPREAD = 0.45
BOX_WEIGHT, DIGIT_WEIGHT = 1.0, 1.0
SMOOTHING = 0.05  # of the digits' labels


def targets(boxes: tf.Tensor, side: int) -> dict[str, tf.Tensor]:
    """Returns what the eye should answer.

    Args:
        boxes: (n, k, 5) float32: x, y, w, h in px and the digit; w is 0 where there is none.
        side: px of the square tiles.

    Returns:
        "heat" (n, p, p), 1 at centres; "care" (n, p, p), 0 where any heat is right; "weight" (n, p, p) of a
        place's box and digit; "box" (n, p, p, 4); "digit" (n, p, p, 10).
    """
    places = side // STRIDE
    x, y, w, h, digit = tf.unstack(boxes, axis=-1)
    left, top = tf.maximum(x, 0.0), tf.maximum(y, 0.0)
    right, bottom = tf.minimum(x + w, float(side)), tf.minimum(y + h, float(side))
    wide, tall = tf.maximum(right - left, 0.0), tf.maximum(bottom - top, 0.0)
    seen = wide * tall / tf.maximum(w * h, 1e-3)
    long = tf.maximum(w, h)
    there = w > 0
    must = there & (long >= SMALLEST) & (long <= LARGEST) & (seen >= VISIBLE)
    may = there & ~must & (long >= UNSURE[0]) & (long <= UNSURE[1]) & (seen > 0.05)

    # Centres in places: place i covers the px from i * STRIDE on, its own centre lies half a place further.
    cx, cy = (left + wide / 2) / STRIDE - 0.5, (top + tall / 2) / STRIDE - 0.5
    grid = tf.range(places, dtype=tf.float32)
    spread_x = tf.maximum(SPREAD * wide / STRIDE, LEAST_SPREAD)
    spread_y = tf.maximum(SPREAD * tall / STRIDE, LEAST_SPREAD)
    nearest_x, nearest_y = tf.round(cx), tf.round(cy)
    # Each digit's heat is measured from the place nearest to its centre, so that one place is exactly 1.
    along = tf.exp(-tf.square((grid - nearest_x[..., None]) / spread_x[..., None]) / 2)
    down = tf.exp(-tf.square((grid - nearest_y[..., None]) / spread_y[..., None]) / 2)
    each = down[:, :, :, None] * along[:, :, None, :]  # (n, k, p, p)
    mine = each * tf.cast(must, tf.float32)[..., None, None]
    heat = tf.reduce_max(mine, 1)
    owner = tf.argmax(mine, 1)  # (n, p, p)

    inside_x = tf.abs(grid - cx[..., None]) <= tf.maximum(0.3 * wide / STRIDE, 0.75)[..., None]
    inside_y = tf.abs(grid - cy[..., None]) <= tf.maximum(0.3 * tall / STRIDE, 0.75)[..., None]
    spared = inside_y[:, :, :, None] & inside_x[:, :, None, :] & may[..., None, None]
    care = 1.0 - tf.cast(tf.reduce_any(spared, 1) & (heat < 0.999), tf.float32)

    answers = tf.stack([cx, cy, tf.math.log(tf.maximum(wide, 1.0) / STRIDE),
                        tf.math.log(tf.maximum(tall, 1.0) / STRIDE), digit], -1)  # fmt: skip
    chosen = tf.gather(answers, owner, batch_dims=1)  # (n, p, p, 5)
    offset_x, offset_y = chosen[..., 0] - grid[None, None, :], chosen[..., 1] - grid[None, :, None]
    box = tf.stack([offset_x, offset_y, chosen[..., 2], chosen[..., 3]], -1)
    weight = tf.where(heat > MIDDLE, heat, 0.0)
    return {
        "heat": heat,
        "care": care,
        "weight": weight,
        "box": box,
        "digit": tf.one_hot(tf.cast(chosen[..., 4], tf.int32), CLASSES),
    }


def losses(answers: dict[str, tf.Tensor], wanted: dict[str, tf.Tensor]) -> dict[str, tf.Tensor]:
    """Returns the three losses, each a number, of logits (n, p, p, .) against `targets`."""
    logits = tf.cast(answers["heat"][..., 0], tf.float32)
    heat, care = wanted["heat"], wanted["care"]
    centre = heat > 0.999
    count = tf.maximum(tf.reduce_sum(tf.cast(centre, tf.float32)), 1.0)
    p = tf.sigmoid(logits)
    found = tf.square(1 - p) * tf.math.softplus(-logits)
    silent = tf.pow(1 - heat, 4.0) * tf.square(p) * tf.math.softplus(logits)
    focal = tf.reduce_sum(tf.where(centre, found, silent) * care) / count
    weight = wanted["weight"]
    share = tf.maximum(tf.reduce_sum(weight), 1.0)
    off = tf.abs(tf.cast(answers["box"], tf.float32) - wanted["box"])
    off = tf.where(off < 0.1, 5 * off * off, off - 0.05)  # smooth at 0
    box = tf.reduce_sum(tf.reduce_sum(off, -1) * weight) / share
    labels = wanted["digit"] * (1 - SMOOTHING) + SMOOTHING / CLASSES
    digit = tf.nn.softmax_cross_entropy_with_logits(labels, tf.cast(answers["digit"], tf.float32))
    return {
        "heat": focal,
        "box": BOX_WEIGHT * box,
        "digit": DIGIT_WEIGHT * tf.reduce_sum(digit * weight) / share,
    }
