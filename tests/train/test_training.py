"""Training is reproducible to the last bit, and the command holds a network to its floor.

TensorFlow runs in processes of its own.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Trains the shipped network's architecture on some hundred images; prints the weights' hash and the losses.
TINY = """
import hashlib, sys
import numpy as np
from train import mnist, networks, training
training.make_reproducible()
(x, y), (x_check, y_check) = mnist.split(mnist.load())
network = networks.NETWORKS[sys.argv[1]]()
history = training.fit(network, (x[:1024], y[:1024]), (x_check[:256], y_check[:256]), epochs=3, stir=True)
weights = b"".join(weight.tobytes() for weight in network.get_weights())
print("RESULT", hashlib.sha256(weights).hexdigest(), history["loss"][0], history["loss"][-1],
      networks.multiply_adds(network), network.count_params())
"""

# Prints: whether an epoch is the same twice; whether validation leaves images alone; least and largest value;
# the share of training images that are shown as they are.
BATCHES = """
import numpy as np
from train import mnist, training
training.make_reproducible()
x = mnist.load().x_train[:1024]
def epoch(stir):
    made = training.batches(x, np.arange(1024) % 11, 11, shuffle=stir, stir=stir)
    return np.concatenate([batch for batch, _ in made])
first, given = epoch(True), training.to_input(x)
known = {image.tobytes() for image in given}
print("RESULT", (first == epoch(True)).all(), (epoch(False) == given).all(), first.min(), first.max(),
      np.mean([image.tobytes() in known for image in first]))
"""


def run(script: str, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return next(line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()[1:]


@pytest.mark.parametrize(
    ("network", "multiply_adds", "parameters"), [("cnn", 3_051_264, 84_763), ("mlp", 234_752, 235_146)]
)
def test_two_trainings_give_the_same_weights(network, multiply_adds, parameters):
    first, second = run(TINY, network), run(TINY, network)
    assert first == second
    assert float(first[2]) < 0.8 * float(first[1]), "three epochs should lower the loss"
    assert (int(first[3]), int(first[4])) == (multiply_adds, parameters)


def test_training_images_change_a_little_and_always_alike():
    same, untouched, least, largest, as_given = run(BATCHES)
    assert same == untouched == "True"
    assert float(least) == 0 and float(largest) == 1
    assert 0.15 < float(as_given) < 0.35


# Prints the changes of a cnn's logits when digits are to be expected, and the constant.
EXPECTED = """
import numpy as np
from train import networks, training
network = networks.cnn()
images = np.zeros((1, 28, 28, 1), np.float32)
before = network(images).numpy()[0]
training.expect_digits(network)
print("RESULT", *(before - network(images).numpy()[0]), np.log(training.ODDS))
"""


def test_expecting_digits_lowers_the_logit_of_no_digit_alone():
    *digits, none, wanted = map(float, run(EXPECTED))
    assert digits == [0.0] * 10 and none == pytest.approx(wanted, abs=1e-5)


def test_the_command_fails_when_the_floor_is_missed(tmp_path):
    command = [sys.executable, "-m", "train", "--network", "mlp", "--epochs", "1", "--floor", "100"]
    command += ["--output", str(tmp_path / "models"), "--pictures", str(tmp_path / "pictures")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (
        done.returncode == 4 and "misses its floor of 100" in done.stderr and "Traceback" not in done.stderr
    )
    assert (tmp_path / "models/mlp.keras").exists() and (tmp_path / "models/mlp_history.json").exists()
    pictures = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {"mnist.png", "numbers.png", "augmentation.png", "negatives.png"} <= pictures
    assert {"mlp_learning.png", "mlp_confusion.png", "mlp_mistakes.png"} <= pictures
