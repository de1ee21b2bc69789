"""What the models of files that people write have in common: pydantic holds a file against its model."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from claimbook.errors import nearest, unknown
from claimbook.register.forms import form_of
from claimbook.register.plain_yaml import Document

#: Where something stands in a file: the keys and places that lead to it.
Place: TypeAlias = tuple[int | str, ...]

#: By these a model tells apart what may be either; no file says them.
TAGS = (TEXT, MAPPING) = ("a text", "a mapping")

#: What is wrong, and what would be right, by the kind of pydantic's error; its context fills the braces.
NAMES_WITH_VALUES = "it should be names with values, a line each, as in 'name: value'"
WHOLE = "it should be a whole number"
EMPTY = "it is empty; write a value, or take the line out"
SAID = {
    "extra_forbidden": "there is no such key",
    "missing": "it is missing",
    "model_type": NAMES_WITH_VALUES,
    "dict_type": NAMES_WITH_VALUES,
    "list_type": "it should be a list, a line each, as in '- item'",
    "string_type": "it should be one text, not a list and not names with values",
    "string_too_short": EMPTY,
    "string_too_long": "it has more than {max_length} characters",
    "too_short": "it is empty; write at least {min_length}",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "greater_than_equal": "it should be {ge} or more",
    "literal_error": "it should be {expected}",
}


class Record(BaseModel):
    """A mapping in a file: its model knows each key, and takes no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def what_is_wrong(
    errors: ValidationError, document: Document, known: Mapping[str, Collection[str]] = MappingProxyType({})
) -> list[str]:
    """
    Each of pydantic's errors as the line it stands in, where in the claim, and what would be right.

    Parameters
    ----------
    errors : ValidationError
        Pydantic's errors.
    document : Document
        The file.
    known : mapping
        By what is named under a key, such as ``chapter``, the names that there are.
    """
    found, mistyped = [], keys_that_others_stand_for(errors)
    for error in errors.errors():
        if error["loc"] in mistyped.values():
            continue
        path = tuple(part for part in error["loc"] if part not in TAGS)
        named = ".".join(str(part) for part in path if not isinstance(part, int))
        inside = "".join(one if one.isprintable() else repr(one)[1:-1] for one in named)
        given = error["input"]
        said = in_plain_words(error)
        key = str(path[-1]) if path else ""
        if error["type"] == "string_pattern_mismatch" and given.strip() and key in known:
            said = str(unknown(key, given, known[key]))
        if error["loc"] in mistyped:
            said += f"; did you mean {mistyped[error['loc']][-1]}?"
        shown = f"; {given[:60]!r} is not" if isinstance(given, str) and given.strip() and "should" in said else ""
        found.append(f"{document.line_of(path)}: {inside or 'the file'}: {said}{shown}")
    return found


def keys_that_others_stand_for(errors: ValidationError) -> dict[Place, Place]:
    """Where a key is missing of which another beside it, that there is not, is likely a slip: by the slip's place."""
    strange = [error["loc"] for error in errors.errors() if error["type"] == "extra_forbidden"]
    missing = [error["loc"] for error in errors.errors() if error["type"] == "missing"]
    found = {}
    for place in strange:
        beside = {str(other[-1]): other for other in missing if other[:-1] == place[:-1]}
        for key in nearest(str(place[-1]), beside)[:1]:
            found[place] = beside[key]
    return found


def in_plain_words(error: Any) -> str:
    """What one of pydantic's errors says, in the words of a file and not of a program."""
    if error["type"] == "string_pattern_mismatch":
        return f"it should be {form_of(error['ctx']['pattern'])}" if error["input"].strip() else EMPTY
    if error["type"] in SAID:
        return SAID[error["type"]].format(**error.get("ctx", {}))
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{said[0].lower()}{said[1:]}"
