"""What the models of files that people write have in common: pydantic holds a file against its model."""

import re

from pydantic import BaseModel, ConfigDict, ValidationError

from claimbook.register.plain_yaml import Document

#: By these a model tells apart what may be either; no file says them.
TAGS = (TEXT, MAPPING) = ("a text", "a mapping")


class Record(BaseModel):
    """A mapping in a file: its model knows each key, and takes no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def what_is_wrong(errors: ValidationError, document: Document) -> list[str]:
    """Each of pydantic's errors as the line it stands in, where in the claim, and what would be right."""
    found = []
    for error in errors.errors():
        path = tuple(part for part in error["loc"] if part not in TAGS)
        named = ".".join(str(part) for part in path if not isinstance(part, int))
        inside = "".join(one if one.isprintable() else repr(one)[1:-1] for one in named)
        given = error["input"]
        shown = f"; {given[:60]!r} is not" if isinstance(given, str) and error["type"] != "extra_forbidden" else ""
        said = error["msg"].removeprefix("Value error, ")
        said = said.replace("Extra inputs are not permitted", "there is no such key")
        said = re.sub(r"a valid dictionary or instance of \w+", "keys with values", said)
        found.append(f"{document.line_of(path)}: {inside or 'the file'}: {said[0].lower()}{said[1:]}{shown}")
    return found
