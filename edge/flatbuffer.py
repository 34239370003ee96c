"""Walks a TensorFlow Lite file in pure Python, since the runtime follows damaged offsets into a crash.

Follows the tables of TensorFlow Lite's schema.fbs (version 3) that an inference uses: every offset, table,
vector and string must lie within the file, every index must name something that exists, shapes and
quantization must be sane and constants as long as their shapes say. Numbers in an operator's options and the
weights cannot be judged this way.
"""

import math
import struct
from dataclasses import dataclass

MAX_ELEMENTS = 1 << 26  # of one tensor; the largest of a 28 x 28 network has some 100,000
MAX_ITEMS = 1 << 14  # tensors, operators or buffers
ITEM_BYTES = {0: 4, 1: 2, 2: 4, 3: 1, 4: 8, 6: 1, 7: 2, 9: 1}  # bytes per element by schema.fbs' TensorType
SOFTMAX = 25  # schema.fbs' BuiltinOperator


class DamagedError(Exception):
    """The bytes are not a sound TensorFlow Lite file; the message says why."""


@dataclass(frozen=True)
class Table:
    """One FlatBuffers table: the file's bytes and each field's place in them by its number (0 if absent)."""

    data: bytes
    places: tuple[int, ...]

    def place(self, field: int) -> int:
        """Returns the place of a field's value, 0 when it is absent."""
        return self.places[field] if field < len(self.places) else 0

    def number(self, field: int, code: str, default: int = 0) -> int:
        """Returns a number stored in the table itself; `code` is struct's."""
        place = self.place(field)
        return _unpack(self.data, code, place)[0] if place else default

    def numbers(self, field: int, code: str) -> tuple:
        """Returns a vector of numbers; empty when the field is absent."""
        start, count = self._vector(field, struct.calcsize("<" + code))
        return _unpack(self.data, f"{count}{code}", start)

    def length(self, field: int) -> int:
        """Returns the length in bytes of a byte vector or string, 0 when the field is absent."""
        return self._vector(field, 1)[1]

    def table(self, field: int) -> "Table | None":
        """Returns the table that a field points to."""
        place = self.place(field)
        return table_at(self.data, place) if place else None

    def tables(self, field: int) -> list["Table"]:
        """Returns a vector of tables; empty when the field is absent."""
        start, count = self._vector(field, 4)
        _demand(count <= MAX_ITEMS, "a list is too long")
        return [table_at(self.data, start + 4 * item) for item in range(count)]

    def _vector(self, field: int, item_bytes: int) -> tuple[int, int]:
        place = self.place(field)
        if not place:
            return 0, 0
        head = _follow(self.data, place)
        count = _unpack(self.data, "I", head)[0]
        _demand(head + 4 + count * item_bytes <= len(self.data), "a list ends beyond the file")
        return head + 4, count


def table_at(data: bytes, place: int) -> Table:
    """Returns the table that the offset at `place` points to."""
    start = _follow(data, place)
    vtable = start - _unpack(data, "i", start)[0]
    _demand(0 < vtable <= len(data) - 4, "a table's description lies outside the file")
    vtable_bytes, table_bytes = _unpack(data, "HH", vtable)
    _demand(vtable_bytes >= 4 and vtable_bytes % 2 == 0, "a table's description is malformed")
    _demand(start + table_bytes <= len(data), "a table ends beyond the file")
    offsets = _unpack(data, f"{vtable_bytes // 2 - 2}H", vtable + 4)
    _demand(all(offset < table_bytes for offset in offsets), "a field lies outside its table")
    return Table(data, tuple(offset and start + offset for offset in offsets))


def check(data: bytes) -> bool:
    """Checks a TensorFlow Lite file.

    Returns:
        Whether the graph ends in a softmax, so that its outputs are probabilities already.

    Raises:
        DamagedError: with what is wrong.
    """
    _demand(len(data) >= 8 and data[4:8] == b"TFL3", "it is not a TensorFlow Lite file")
    model = table_at(data, 0)
    _demand(model.number(0, "I") == 3, "its schema version is unknown")
    codes = [_operator_code(code) for code in model.tables(1)]
    constants = [_constant_bytes(buffer) for buffer in model.tables(4)]
    graphs = model.tables(2)
    _demand(len(graphs) == 1, "it does not hold exactly one graph")
    softmax, tensors = _check_graph(graphs[0], codes, constants)
    for metadata in model.tables(6):
        metadata.length(0)
        _demand(metadata.number(1, "I") < len(constants), "metadata is missing")
    for signature in model.tables(7):
        signature.length(2)
        _demand(signature.number(4, "I") == 0, "a signature names a missing graph")
        for entry in signature.tables(0) + signature.tables(1):
            entry.length(0)
            _demand(entry.number(1, "I") < tensors, "a signature names a missing tensor")
    return softmax


def _operator_code(code: Table) -> int:
    code.length(1)
    return max(code.number(0, "b"), code.number(3, "i"))


def _constant_bytes(buffer: Table) -> int:
    _demand(buffer.number(1, "Q") == 0, "weights outside the FlatBuffer are not supported")
    return buffer.length(0)


def _check_graph(graph: Table, codes: list[int], constants: list[int]) -> tuple[bool, int]:
    """Returns whether the graph ends in a softmax and how many tensors it has."""
    tensors = graph.tables(0)
    for tensor in tensors:
        _check_tensor(tensor, constants)
    outputs = graph.numbers(2, "i")
    ends = graph.numbers(1, "i") + outputs
    _demand(bool(outputs) and all(0 <= index < len(tensors) for index in ends), "the graph has loose ends")
    operators = graph.tables(3)
    softmax = False
    for operator in operators:
        code = operator.number(0, "I")
        _demand(code < len(codes), "an operator is unknown")
        used = operator.numbers(1, "i") + operator.numbers(2, "i") + operator.numbers(8, "i")
        _demand(all(-1 <= index < len(tensors) for index in used), "an operator names a missing tensor")
        operator.table(4)
        operator.length(5)
        if outputs[0] in operator.numbers(2, "i"):
            softmax = codes[code] == SOFTMAX
    graph.length(4)
    return softmax, len(tensors)


def _check_tensor(tensor: Table, constants: list[int]) -> None:
    shape = tensor.numbers(0, "i")
    _demand(len(shape) <= 8 and all(side > 0 for side in shape), "a tensor's shape is impossible")
    _demand(math.prod(shape) <= MAX_ELEMENTS, "a tensor is too large")
    item_bytes = ITEM_BYTES.get(tensor.number(1, "b"))
    _demand(item_bytes is not None, "a tensor's type is unknown")
    buffer = tensor.number(2, "I")
    _demand(buffer < len(constants), "a tensor's data is missing")
    _demand(constants[buffer] in (0, math.prod(shape) * item_bytes), "a tensor's data has the wrong length")
    tensor.length(3)
    tensor.numbers(7, "i")
    _demand(tensor.place(6) == 0, "sparse tensors are not supported")
    quantization = tensor.table(4)
    if quantization is not None:
        scales, zero_points = quantization.numbers(2, "f"), quantization.numbers(3, "q")
        quantization.numbers(0, "f")
        quantization.numbers(1, "f")
        _demand(all(0 < scale < math.inf for scale in scales), "a tensor's scale is impossible")
        _demand(len(zero_points) in (0, len(scales)), "a tensor's zero points do not fit its scales")
        if len(scales) > 1:
            axis = quantization.number(6, "i")
            _demand(0 <= axis < len(shape) and shape[axis] == len(scales), "a tensor's scales do not fit it")


def _follow(data: bytes, place: int) -> int:
    """Returns where the offset at `place` points to."""
    return place + _unpack(data, "I", place)[0]


def _unpack(data: bytes, code: str, place: int) -> tuple:
    end = place + struct.calcsize("<" + code)
    _demand(0 <= place <= end <= len(data), "an offset points beyond the file")
    return struct.unpack_from("<" + code, data, place)


def _demand(holds: bool, reason: str) -> None:
    if not holds:
        raise DamagedError(reason)
