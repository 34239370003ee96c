import numpy as np
import pytest

from edge.quantization import dequantize, quantize
from edge.runtime import open_interpreter
from tests.edge import tiny_models as tiny

INTEGERS = [(0.05, -3, np.int8), (1 / 255, -128, np.int8), (1 / 128, 128, np.uint8), (0.7, 0, np.int8)]


@pytest.mark.parametrize(("scale", "zero_point", "dtype"), INTEGERS)
def test_every_integer_survives_the_way_to_reals_and_back(scale, zero_point, dtype):
    limits = np.iinfo(dtype)
    steps = np.arange(limits.min, limits.max + 1).astype(dtype)

    assert np.array_equal(quantize(dequantize(steps, scale, zero_point), scale, zero_point, dtype), steps)


@pytest.mark.parametrize(("scale", "zero_point", "dtype"), INTEGERS)
def test_a_real_value_within_range_moves_by_at_most_half_a_step(scale, zero_point, dtype):
    limits = np.iinfo(dtype)
    values = np.linspace((limits.min - zero_point) * scale, (limits.max - zero_point) * scale, 9999)
    there_and_back = dequantize(quantize(values, scale, zero_point, dtype), scale, zero_point)

    assert np.abs(there_and_back - values).max() <= scale * 0.5001


def test_values_out_of_range_are_clipped_and_do_not_wrap_round():
    values = np.array([-1e9, -13.0, 13.0, 1e9])

    assert quantize(values, 0.1, 0, np.int8).tolist() == [-128, -128, 127, 127]
    assert quantize(values, 0.1, 0, np.uint8).tolist() == [0, 0, 130, 255]


def test_pixels_of_an_image_are_exact_under_the_shipped_input_scale():
    pixels = np.arange(256)

    assert np.array_equal(quantize(pixels / 255, 0.003921568859368563, -128, np.int8), pixels - 128)


@pytest.mark.parametrize("zero_point", [-3, 0, 100])
def test_quantize_is_the_runtimes_own_quantize_operator(zero_point):
    """Ties are left out: there the runtimes' own kernels differ from one another, by one step."""
    scale = 0.05
    values = np.random.default_rng(0).uniform(-12, 12, (1, 4000)).astype(np.float32)
    values = values[:, np.abs(values[0] / scale % 1 - 0.5) > 1e-3]
    tensors = [tiny.tensor(values.shape), tiny.tensor(values.shape, tiny.INT8, 0, (scale, zero_point))]
    interpreter, _ = open_interpreter(tiny.model(tensors, [(tiny.QUANTIZE, (0,), (1,), 0, None)]))
    interpreter.set_tensor(0, values)
    interpreter.invoke()

    assert np.array_equal(quantize(values, scale, zero_point, np.int8), interpreter.get_tensor(1))


def test_dequantize_is_the_runtimes_own_dequantize_operator():
    steps = np.arange(-128, 128, dtype=np.int8)[None]
    tensors = [tiny.tensor(steps.shape, tiny.INT8, 0, (0.05, -3)), tiny.tensor(steps.shape)]
    interpreter, _ = open_interpreter(tiny.model(tensors, [(tiny.DEQUANTIZE, (0,), (1,), 0, None)]))
    interpreter.set_tensor(0, steps)
    interpreter.invoke()

    assert np.allclose(dequantize(steps, 0.05, -3), interpreter.get_tensor(1), rtol=1e-6)
