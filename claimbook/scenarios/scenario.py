"""
Scenarios: files in scenarios/ that change assumptions, each with a title, a reason and where its values come from.

A scenario's text comes from whoever wrote the file: it is checked before anything is computed, and shown as text only.
"""

import json
import os
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag, ValidationError, WithJsonSchema, model_validator

from claimbook.errors import UserError, unknown
from claimbook.model.graph import refuse_computed
from claimbook.model.model import Model
from claimbook.project import Project, remembered
from claimbook.register.models import MAPPING, TEXT, Record, what_is_wrong
from claimbook.register.numbers import read_start, tidy
from claimbook.register.plain_yaml import Document, read_yaml
from claimbook.register.values import NAMED
from claimbook.system.files import decoded, own_files

SCHEMA = "scenario.schema.json"

#: What a file may be called: a name that is a folder's and a page's as well, in every shell and on every system.
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
ENDINGS = (".yml", ".yaml")

#: A scenario is a page of text at most: larger or deeper than this it is something else.
MOST_BYTES = 64 * 1024
MOST_DEPTH = 5

#: Characters that turn the direction of the text around them, so that it reads as something else.
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


#: Editors read 3 as a number, and this reader as the text that was written.
Number = Annotated[
    str,
    Field(min_length=1, max_length=100),
    WithJsonSchema({"type": ["number", "string"], "minLength": 1, "maxLength": 100}),
]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class Value(Record):
    """A value or a range, and where it comes from."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["value"]}, {"required": ["low"]}],
            "dependentRequired": {"low": ["high"], "high": ["low"], "locator": ["reference"]},
        }
    )
    value: Number = Field(default="", description="The value, as people write it: 1.77 billion, $0.0036, 95 day")
    low: Number = Field(default="", description="Low end of the range; may have a unit of its own")
    high: Number = Field(default="", description="High end of the range; may have a unit of its own")
    unit: Line = Field(default="", description="Unit of value, low and high; the assumption's own if not given")
    reference: Line = Field(default="", description="Keys in book/references.bib")
    locator: Line = Field(default="", description="Where in the reference it stands")
    citation: Line = Field(default="", description="Where it comes from, in words")

    @model_validator(mode="after")
    def is_whole(self) -> "Value":
        """Whether there is a value or a range, the range has both ends, and a locator its reference."""
        if bool(self.low) != bool(self.high) or not (self.value or self.low):
            raise ValueError("it needs a value, or low and high, or all three")
        if self.locator and not self.reference:
            raise ValueError("a locator needs the reference that it is a place in")
        return self


def kind_of_value(said: Any) -> str | None:
    """Whether a value is given as text or as a mapping."""
    return TEXT if isinstance(said, str) else MAPPING if isinstance(said, dict | Value) else None


AnyValue = Annotated[
    Annotated[Number, Tag(TEXT)] | Annotated[Value, Tag(MAPPING)],
    Discriminator(
        kind_of_value,
        custom_error_type="value",
        custom_error_message="a value is text such as '95 day', or a mapping with value, or with low and high",
    ),
]


class ScenarioFile(Record):
    """A scenario: assumptions that differ from the baseline."""

    title: str = Field(pattern=r"\S", max_length=120, description="What is assumed, in a line")
    why: str = Field(
        default="", pattern=r"\S", max_length=2000, description="Why one would ask; a book's own scenarios say it"
    )
    assumptions: dict[str, AnyValue] = Field(
        min_length=1, description="What differs, by name; that of a group sets all its members"
    )


@dataclass(frozen=True)
class Setting:
    """
    An assumption's value in a scenario.

    Attributes
    ----------
    text : str
        The value or range, as `Model.with_` takes it.
    reference : str
        Keys in book/references.bib, separated by spaces; empty if none.
    locator : str
        Where in the reference it stands.
    citation : str
        Where it comes from in the scenario's own words.
    group : str
        The group by whose name it was set with others; empty if by its own.
    """

    text: str
    reference: str = ""
    locator: str = ""
    citation: str = ""
    group: str = ""


@dataclass(frozen=True)
class Scenario:
    """
    A set of assumptions that differ from the baseline.

    What is only set on the command line has neither name nor title nor why; `on_top` says which assumptions were set
    there on top of a file's.
    """

    name: str = ""
    title: str = ""
    why: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    on_top: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the scenario is called where it stands beside the baseline."""
        return self.name or "scenario"

    def with_(self, changes: Mapping[str, str]) -> "Scenario":
        """The scenario with settings of the command line on top of its own."""
        settings = {**self.settings, **{name: Setting(text) for name, text in changes.items()}}
        return replace(self, settings=settings, on_top=tuple(changes))

    def model(self, project: Project) -> Model:
        """
        The model with the scenario's assumptions.

        Raises
        ------
        UserError
            If a value does not fit its assumption.

        """
        return Model.of(project).changed_by({name: setting.text for name, setting in self.settings.items()})

    @property
    def as_set(self) -> dict[str, str]:
        """What was set by the names by which it was: a group's stands for its members."""
        return {setting.group or name: setting.text for name, setting in self.settings.items()}


def folder_of(project: Project) -> Path:
    """Where a book's scenarios are."""
    return project.root / "scenarios"


def scenarios(project: Project) -> list[Scenario]:
    """The scenarios in scenarios/, in the order of their names."""
    return [read_scenario(path, project) for path in own_files(folder_of(project), *ENDINGS)]


def find_scenario(text: str, project: Project) -> Scenario:
    """
    The scenario that a user names: a file that ends in .yml or .yaml, or the name of one in scenarios/.

    Raises
    ------
    UserError
        If there is none, or the file is not a scenario.
    """
    if text.endswith(ENDINGS):
        return read_scenario(Path(text), project)
    known = {path.stem: path for path in own_files(folder_of(project), *ENDINGS)}
    if text not in known:
        if os.path.isfile(text):
            raise UserError(f"{text!r} is no scenario by its name: a scenario is a file that ends in {ENDINGS[0]}")
        if "=" in text:
            raise UserError(f"no scenario is called {text!r}; what is set stands behind --set: --set {quote(text)}")
        raise unknown("scenario", text, known)
    return read_scenario(known[text], project)


def read_scenario(path: Path, project: Project) -> Scenario:
    """
    Scenario of a file, everything in it checked.

    Raises
    ------
    UserError
        If the file is not a scenario, naming the place in it.
    """
    if not NAME.fullmatch(path.stem):
        raise UserError(
            f"a scenario's file cannot be called {path.name!r}; use small letters, digits and hyphens, 60 at most"
        )
    file = read_file(read_yaml(read_text(path), path.name, most_depth=MOST_DEPTH), path.name, project)
    scenario = Scenario(
        name=path.stem,
        title=in_one_line(file.title),
        why=in_one_line(file.why),
        settings=read_all(file.assumptions, path.name, project),
    )
    try:
        scenario.model(project)
    except UserError as error:
        raise UserError(f"{path.name}: {error}") from None
    return scenario


def read_text(path: Path) -> str:
    """
    Text of a file that a user named.

    Raises
    ------
    UserError
        If there is no such file, or it is too large or not UTF-8.
    """
    try:
        if not path.is_file():
            raise UserError(f"there is no file {str(path)!r}")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"{str(path)!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > MOST_BYTES:
        raise UserError(f"{path.name} is larger than {MOST_BYTES // 1024} kB: that is no scenario")
    return decoded(content, path.name)


def read_file(document: Document, place: str, project: Project) -> ScenarioFile:
    """
    What a file says, held against its model.

    Raises
    ------
    UserError
        If it does not fit, or holds what cannot be shown, naming the line.
    """
    content = document.content
    if isinstance(content, dict) and isinstance(content.get("assumptions"), dict):
        given = {project.current_name(name): said for name, said in content["assumptions"].items()}
        if len(given) < len(content["assumptions"]):
            twice = next(name for name in content["assumptions"] if name not in given)
            raise UserError(f"{place}: {project.current_name(twice)} stands there twice, once as {twice}")
        content["assumptions"] = given
        refuse_computed(given, project, place)
        for name in given:
            if name not in project.assumptions and name not in project.groups:
                raise unknown("assumption", name, [*project.assumptions, *project.groups], place=place)
    try:
        file = ScenarioFile.model_validate(content)
    except ValidationError as errors:
        said = what_is_wrong(errors, document)[0]
        more = "" if said.endswith("?") else f"; scenarios/{SCHEMA} says more"
        raise UserError(f"{place}, line {said}{more}") from None
    for text in texts_of(content):
        for character in in_one_line(text):
            if unicodedata.category(character) in ("Cc", "Cs") or character in TURNING:
                raise UserError(f"{place}: the character {character!r} in {in_one_line(text)[:40]!r} cannot be shown")
    return file


def texts_of(content: Any) -> list[str]:
    """Every text in a file's content."""
    if isinstance(content, dict):
        return [text for value in content.values() for text in texts_of(value)]
    return [content]


def in_one_line(text: str) -> str:
    """Text with every run of blanks and line ends as one blank."""
    return " ".join(text.split())


def read_all(given: Mapping[str, str | Value], place: str, project: Project) -> dict[str, Setting]:
    """
    What a scenario sets, by assumption: the name of a group sets each of its members.

    Raises
    ------
    UserError
        If an assumption is set twice, or a value has its unit in the wrong place.
    """
    settings = {name: read_setting(said, name, f"{place}, {name}", project) for name, said in given.items()}
    named = {name: replace(one, group=name if name in project.groups else "") for name, one in settings.items()}
    return project.apart(named, place)


def read_setting(said: str | Value, name: str, place: str, project: Project) -> Setting:
    """
    A scenario's value for one assumption: text, or a mapping with value, range, unit and citation.

    Raises
    ------
    UserError
        If a number with a unit stands where the unit has a place of its own, its unit is 1 where that is not the
        assumption's, or a reference is not known.
    """
    if isinstance(said, str):
        return Setting(said.strip())
    reference = said.reference.split()
    for key in reference:
        if key not in project.bibliography.entries:
            raise unknown("reference", key, project.bibliography.entries, place=place)
    unit = said.unit.strip()
    numbers = [number.strip() for number in (said.low, said.value, said.high) if number]
    if unit:
        for number in numbers:
            written = read_start(tidy(number))
            if not NAMED.fullmatch(tidy(number)) and (written is None or written[1].strip()):
                raise UserError(f"{place}: {number!r} is not a number; write its unit, if any, as 'unit: …'")
    if unit == "1" and (own := unit_of_setting(project, name)) != "1":
        raise UserError(f"{place}: the unit is {own}, and 1 is a pure number; leave it out, or write one of that kind")
    text = " ".join(["..".join(numbers), *([unit] if unit not in ("", "1") else [])])
    return Setting(text, " ".join(reference), in_one_line(said.locator), in_one_line(said.citation))


def unit_of_setting(project: Project, name: str) -> str:
    """The unit of an assumption, or of a group; 1 of what is neither, which is said elsewhere."""
    known = project.assumptions | project.groups
    now = project.current_name(name)
    return known[now].unit if now in known else "1"


@remembered
def schema(project: Project) -> dict[str, Any]:
    """
    JSON Schema of a scenario file: that of its model, with the book's assumptions, whose names an editor completes.

    Returns
    -------
    dict
        What scenarios/scenario.schema.json holds.
    """
    made = ScenarioFile.model_json_schema()
    value = made["properties"]["assumptions"].pop("additionalProperties")
    made["properties"]["assumptions"] |= {
        "properties": {
            name: {"$ref": "#/$defs/AnyValue", "description": f"{a.description} ({a.unit})"}
            for name, a in project.assumptions.items()
        }
        | {
            name: {"$ref": "#/$defs/AnyValue", "description": f"{g.description} ({g.unit}): {', '.join(g.assumptions)}"}
            for name, g in project.groups.items()
        },
        "additionalProperties": False,
    }
    made["$defs"]["AnyValue"] = value
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text(project: Project) -> str:
    """Text of scenarios/scenario.schema.json."""
    return json.dumps(schema(project), ensure_ascii=False, indent=1) + "\n"


def without(content: Any, names: Collection[str]) -> Any:
    """A JSON value whose objects lack some keys."""
    if isinstance(content, dict):
        return {key: without(value, names) for key, value in content.items() if key not in names}
    return [without(one, names) for one in content] if isinstance(content, list) else content


def schema_problems(project: Project) -> list[str]:
    """What is wrong with the shipped scenarios and their schema, a line each."""
    found: list[str] = []
    if not folder_of(project).is_dir():
        return found
    try:
        stored = json.loads(decoded((folder_of(project) / SCHEMA).read_bytes(), f"scenarios/{SCHEMA}"))
    except (OSError, ValueError, UserError):
        stored = None
    if stored is None or without(stored, project.unread) != without(schema(project), project.unread):
        found.append(f"scenarios/{SCHEMA} is out of date; run: claimbook scenarios --schema > scenarios/{SCHEMA}")
    for path in own_files(folder_of(project), *ENDINGS):
        try:
            scenario = read_scenario(path, project)
        except UserError as error:
            found.append(f"scenarios/{error}" if str(error).startswith(path.name) else str(error))
            continue
        if not scenario.why:
            found.append(f"scenarios/{path.name}: it has no `why`; say why one would ask")
    return found


def example(name: str, project: Project) -> str:
    """A setting as a user may write it: of the assumption that is named, or of one that is a range."""
    ranges = [assumption for assumption in project.assumptions.values() if assumption.is_range]
    named = project.assumptions.get(project.current_name(name))
    return next((f"{one.name}={one.high.magnitude:g}" for one in (named, *ranges) if one), "x=1")


def read_settings(settings: Sequence[str], project: Project) -> dict[str, str]:
    """
    Settings of the command line by assumption: the name of a group sets each of its members.

    Raises
    ------
    UserError
        If one is not written ``NAME=VALUE``, names neither assumption nor group, or an assumption is set twice.
    """
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UserError(
                f"--set {setting[:80]!r} is not NAME=VALUE; write for example --set {example(name, project)}"
            )
        name = project.current_name(name)
        refuse_computed([name], project, "--set")
        project.members(name)
        if name in values:
            raise UserError(f"--set gives {name} twice")
        values[name] = value.strip()
    return project.apart(values, "--set")
