"""Builds TensorFlow Lite files of one or two operators, for what no converter would write."""

import pytest

flatbuffers = pytest.importorskip("flatbuffers")
schema = pytest.importorskip("tensorflow.lite.python.schema_py_generated", reason="needs TensorFlow")

FLOAT32, INT32, INT8 = 0, 2, 9  # schema.fbs' TensorType
QUANTIZE, DEQUANTIZE, FULLY_CONNECTED, RESHAPE, SOFTMAX = 114, 6, 9, 22, 25  # schema.fbs' BuiltinOperator


def tensor(shape, kind=FLOAT32, buffer=0, quantization=None):
    """Returns a tensor; `quantization` is (scale, zero point)."""
    made = schema.TensorT()
    made.shape, made.type, made.buffer, made.name = list(shape), kind, buffer, b"tensor"
    if quantization:
        made.quantization = schema.QuantizationParametersT()
        made.quantization.scale, made.quantization.zeroPoint = [quantization[0]], [quantization[1]]
    return made


def model(tensors, operators, inputs=(0,), outputs=(1,), buffers=(None,)):
    """Returns a file's bytes; `operators` are (code, inputs, outputs, options type, options)."""
    graph = schema.SubGraphT()
    graph.tensors, graph.inputs, graph.outputs = tensors, list(inputs), list(outputs)
    graph.operators, codes = [], []
    for code, sources, sinks, kind, options in operators:
        entry = schema.OperatorCodeT()
        entry.builtinCode, entry.deprecatedBuiltinCode, entry.version = code, min(code, 127), 1
        codes.append(entry)
        operator = schema.OperatorT()
        operator.opcodeIndex, operator.inputs, operator.outputs = len(codes) - 1, list(sources), list(sinks)
        operator.builtinOptionsType, operator.builtinOptions = kind, options
        graph.operators.append(operator)
    made = schema.ModelT()
    made.version, made.operatorCodes, made.subgraphs, made.buffers = 3, codes, [graph], []
    for data in buffers:
        entry = schema.BufferT()
        entry.data = data
        made.buffers.append(entry)
    builder = flatbuffers.Builder(1024)
    builder.Finish(made.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def digit_model(classes=11, weights=None, softmax=False, image=(1, 28, 28, 1), batch=-1):
    """Returns a float model: flatten, one dense layer without bias, and a softmax if wanted.

    Args:
        weights: (classes, pixels) float32; zeros when None.
        batch: how many images the flattening is built for; -1 for any number.
    """
    import math

    import numpy as np

    pixels = math.prod(image)
    if weights is None:
        weights = np.zeros((classes, pixels), np.float32)
    tensors = [
        tensor(image),
        tensor((2,), INT32, 1),
        tensor((1, pixels)),
        tensor((classes, pixels), FLOAT32, 2),
        tensor((1, classes)),
        tensor((1, classes)),
    ]
    reshape, dense, soft = schema.ReshapeOptionsT(), schema.FullyConnectedOptionsT(), schema.SoftmaxOptionsT()
    soft.beta = 1.0
    options = schema.BuiltinOptions
    operators = [
        (RESHAPE, (0, 1), (2,), options.ReshapeOptions, reshape),
        (FULLY_CONNECTED, (2, 3, -1), (4,), options.FullyConnectedOptions, dense),
        (SOFTMAX, (4,), (5,), options.SoftmaxOptions, soft),
    ]
    shape = np.array([batch, pixels], np.int32).tobytes()
    buffers = [None, list(shape), list(np.asarray(weights, np.float32).tobytes())]
    last = 5 if softmax else 4
    return model(tensors[: last + 1], operators[: last - 2], (0,), (last,), buffers)
