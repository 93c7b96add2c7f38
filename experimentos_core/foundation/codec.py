"""Frozen records to JSON and back: enums by value, tuples as lists, nothing undefined."""

import dataclasses
import json
import math
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, Union, cast


class CodecError(ValueError):
    """A JSON document does not fit the record it should become; the text says where."""


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    """Turn a record into JSON values (dict, list, str, int, float, bool, None).

    Raises:
        ValueError: For nan or infinity, which a report must never hold.
        TypeError: For a type JSON has no form for.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        message = f"{value} has no place in a report"
        raise ValueError(message)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def to_json(value: object, *, indent: int | None = 2) -> str:
    """Serialise a record as JSON text, keys in the order of the record's fields."""
    return json.dumps(to_plain(value), allow_nan=False, ensure_ascii=False, indent=indent)


def from_plain[T](record_type: type[T], value: object, where: str = "document") -> T:
    """Rebuild a record of `record_type` from JSON values.

    A field with a default may be missing; an unknown key or a value of another type is refused.

    Raises:
        CodecError: Naming the place that does not fit.
    """
    return cast("T", _decode(record_type, value, where))


def from_json[T](record_type: type[T], text: str) -> T:
    """Rebuild a record from JSON text.

    Raises:
        CodecError: For text that is not JSON, or does not fit the record.
    """
    return from_plain(record_type, parse_json(text))


def parse_json(text: str) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    """Read JSON strictly: nothing said twice, no nan, no infinity, nothing nested without end.

    Raises:
        CodecError: For any other text.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_refuse_repeated)
    except (ValueError, RecursionError) as error:
        message = f"this is not valid JSON: {error}"
        raise CodecError(message) from error


def _refuse_constant(name: str) -> float:
    message = f"{name} is not allowed"
    raise ValueError(message)


def _refuse_repeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object that says one thing twice; the last would win without a word."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            message = f"{key!r} stands twice in one object"
            raise ValueError(message)
        found[key] = value
    return found


def _decode(expected: Any, value: object, where: str) -> object:  # noqa: ANN401 - a type form
    expected = expected.__value__ if isinstance(expected, typing.TypeAliasType) else expected
    origin = typing.get_origin(expected)
    if origin in (Union, types.UnionType):
        return _decode_union(typing.get_args(expected), value, where)
    if origin is tuple:
        return _decode_tuple(typing.get_args(expected), value, where)
    if origin is dict:
        return _decode_dict(typing.get_args(expected), value, where)
    if isinstance(expected, type) and dataclasses.is_dataclass(expected):
        return _decode_record(expected, value, where)
    if isinstance(expected, type) and issubclass(expected, Enum):
        return _decode_enum(expected, value, where)
    return _decode_scalar(expected, value, where)


def _decode_union(options: tuple[Any, ...], value: object, where: str) -> object:
    if value is None and type(None) in options:
        return None
    records = [option for option in options if option is not type(None)]
    return _decode(_fitting(records, value), value, where)


def _fitting(options: list[Any], value: object) -> Any:  # noqa: ANN401 - a type form
    """Choose the record that has every field of the value; the first where none has."""
    keys = set(value) if isinstance(value, dict) else set()
    for option in options if len(options) > 1 else ():
        if keys <= {field.name for field in dataclasses.fields(option)}:
            return option
    return options[0]


def _decode_tuple(items: tuple[Any, ...], value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _misfit(where, "a list", value)
    if len(items) == 2 and items[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...] has two arguments
        return tuple(_decode(items[0], item, f"{where}[{i}]") for i, item in enumerate(value))
    if len(value) != len(items):
        raise _misfit(where, f"a list of {len(items)} values", value)
    return tuple(
        _decode(kind, item, f"{where}[{i}]")
        for i, (kind, item) in enumerate(zip(items, value, strict=True))
    )


def _decode_dict(items: tuple[Any, ...], value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _misfit(where, "an object", value)
    return {str(key): _decode(items[1], item, f"{where}.{key}") for key, item in value.items()}


def _decode_record(expected: type, value: object, where: str) -> object:
    if not isinstance(value, dict):
        raise _misfit(where, "an object", value)
    fields = {field.name: field for field in dataclasses.fields(expected)}
    unknown = [key for key in value if key not in fields]
    if unknown:
        message = f"{where} has an unknown field {unknown[0]!r}; known are {', '.join(fields)}"
        raise CodecError(message)
    hints = _hints_of(expected)
    arguments = {key: _decode(hints[key], item, f"{where}.{key}") for key, item in value.items()}
    for field in fields.values():
        required = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        if required and field.name not in arguments:
            message = f"{where} lacks the field {field.name!r}"
            raise CodecError(message)
    return expected(**arguments)


@cache
def _hints_of(record_type: type) -> dict[str, Any]:
    """Types of the fields; finding them takes longer than reading most records."""
    return typing.get_type_hints(record_type)


def _decode_enum(expected: type[Enum], value: object, where: str) -> Enum:
    try:
        return expected(value)
    except ValueError:
        words = ", ".join(str(member.value) for member in expected)
        raise _misfit(where, f"one of {words}", value) from None


def _decode_scalar(expected: Any, value: object, where: str) -> object:  # noqa: ANN401 - a type form
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        return _finite(_as_float(value), where)
    if expected is float and isinstance(value, float):
        return _finite(value, where)
    if isinstance(value, expected) and (expected is bool or not isinstance(value, bool)):
        return value
    names = {float: "a number", int: "a whole number", str: "text", bool: "true or false"}
    raise _misfit(where, names.get(expected, str(expected)), value)


def _as_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _finite(value: float, where: str) -> float:
    if not math.isfinite(value):
        raise _misfit(where, "a finite number", value)
    return value


def _misfit(where: str, wanted: str, value: object) -> CodecError:
    shown = json.dumps(value, default=str)
    return CodecError(f"{where} should be {wanted}, but is {shown[:60]}")
