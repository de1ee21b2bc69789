"""
Scenarios: files in scenarios/ that change assumptions, each with a title, a reason and where its values come from.

A scenario's text comes from whoever wrote the file: it is checked before anything is computed, and shown as text only.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from claimbook.errors import UserError, unknown
from claimbook.model.model import Model
from claimbook.project import Project, remembered
from claimbook.register.units import NUMBER
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
    """

    text: str
    reference: str = ""
    locator: str = ""
    citation: str = ""


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
        return Model.of(project).with_(**{name: setting.text for name, setting in self.settings.items()})


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
    content = read_plain_yaml(read_text(path), path.name)
    validate(content, path.name, project)
    scenario = Scenario(
        name=path.stem,
        title=in_one_line(content["title"]),
        why=in_one_line(content["why"]),
        settings={
            name: read_setting(value, f"{path.name}, {name}", project) for name, value in content["assumptions"].items()
        },
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


class PlainLoader(yaml.BaseLoader):
    """
    YAML as texts, lists and mappings, and nothing else.

    Every scalar stays the text that was written: `010` is not eight and `1:30` not ninety. Tags, anchors and
    aliases are refused, and so is a key that stands twice.
    """

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node, unless it is what a scenario never needs."""
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise yaml.MarkedYAMLError(problem="anchors and aliases are not allowed", problem_mark=event.start_mark)
        if event.tag is not None:
            raise yaml.MarkedYAMLError(problem="tags are not allowed", problem_mark=event.start_mark)
        if self.depth >= MOST_DEPTH:
            raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict:
        """Construct a mapping whose keys are texts, each there once."""
        keys = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is a text", problem_mark=key.start_mark)
            if key.value in keys:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands there twice", problem_mark=key.start_mark)
            keys.add(key.value)
        return super().construct_mapping(node, deep=True)


def read_plain_yaml(text: str, place: str) -> Any:
    """
    Content of a YAML document as texts, lists and mappings.

    Raises
    ------
    UserError
        If the text is not such a document, naming the line.
    """
    try:
        return yaml.load(text, Loader=PlainLoader)  # a subclass of BaseLoader: it constructs text and nothing else
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "not a document"
        where = f"{place}, line {mark.line + 1}" if mark else place
        raise UserError(f"{where}: this is not the YAML of a scenario: {said}") from None


def validate(content: Any, place: str, project: Project) -> None:
    """
    Hold a file's content against the schema.

    Raises
    ------
    UserError
        If it does not fit, naming what does not.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    if isinstance(content, dict) and isinstance(content.get("assumptions"), dict):
        given = {project.current_name(name): said for name, said in content["assumptions"].items()}
        if len(given) < len(content["assumptions"]):
            twice = next(name for name in content["assumptions"] if name not in given)
            raise UserError(f"{place}: {project.current_name(twice)} stands there twice, once as {twice}")
        content["assumptions"] = given
        for name in given:
            if name not in project.assumptions:
                raise unknown("assumption", name, project.assumptions, place=place)
    error = best_match(Draft202012Validator(schema(project)).iter_errors(content))
    if error is not None:
        where = ", ".join([place, *map(str, error.absolute_path)])
        said = error.schema.get("errorMessage", error.message)
        raise UserError(f"{where}: {said if len(said) < 200 else said[:200] + '…'}; scenarios/{SCHEMA} says more")
    for text in texts_of(content):
        for character in in_one_line(text):
            if unicodedata.category(character) in ("Cc", "Cs") or character in TURNING:
                raise UserError(f"{place}: the character {character!r} in {in_one_line(text)[:40]!r} cannot be shown")


def texts_of(content: Any) -> list[str]:
    """Every text in a file's content."""
    if isinstance(content, dict):
        return [text for value in content.values() for text in texts_of(value)]
    return [content]


def in_one_line(text: str) -> str:
    """Text with every run of blanks and line ends as one blank."""
    return " ".join(text.split())


def read_setting(content: str | dict[str, str], place: str, project: Project) -> Setting:
    """
    A scenario's value for one assumption: text, or a mapping with value, range, unit and citation.

    Raises
    ------
    UserError
        If a number with a unit stands where the unit has a place of its own, or a reference is not known.
    """
    if isinstance(content, str):
        return Setting(content.strip())
    reference = content.get("reference", "").split()
    for key in reference:
        if key not in project.bibliography.entries:
            raise unknown("reference", key, project.bibliography.entries, place=place)
    unit = content.get("unit", "").strip()
    numbers = [content[key].strip() for key in ("low", "value", "high") if key in content]
    if unit or "low" in content:
        for number in numbers:
            written = NUMBER.fullmatch(number)
            if written is None or written["unit"]:
                raise UserError(f"{place}: {number!r} is not a number; write its unit, if any, as 'unit: …'")
    about = {key: in_one_line(content.get(key, "")) for key in ("locator", "citation")}
    return Setting(" ".join(["..".join(numbers), *([unit] if unit else [])]), " ".join(reference), **about)


@remembered
def schema(project: Project) -> dict[str, Any]:
    """
    JSON Schema of a scenario file, from the tables: an editor completes the assumptions' names by it.

    Returns
    -------
    dict
        What scenarios/scenario.schema.json holds.
    """
    number = {"type": ["number", "string"], "minLength": 1, "maxLength": 100}
    line = {"type": "string", "minLength": 1, "maxLength": 300}
    value = {
        "anyOf": [
            {"type": ["number", "string"], "minLength": 1, "maxLength": 100},
            {
                "type": "object",
                "properties": {
                    "value": {**number, "description": "The value, or with its unit: 95 day"},
                    "low": {**number, "description": "Low end of the range"},
                    "high": {**number, "description": "High end of the range"},
                    "unit": {**line, "description": "Unit of value, low and high; the assumption's own if not given"},
                    "reference": {**line, "description": "Keys in book/references.bib"},
                    "locator": {**line, "description": "Where in the reference it stands"},
                    "citation": {**line, "description": "Where it comes from, in words"},
                },
                "additionalProperties": False,
                "anyOf": [{"required": ["value"]}, {"required": ["low"]}],
                "dependentRequired": {"low": ["high"], "high": ["low"], "locator": ["reference"]},
            },
        ],
        "errorMessage": "a value is text such as '95 day' or '90..100 day', or a mapping with value or low and high, "
        "and unit, reference, locator, citation",
    }
    assumptions = {
        name: {"$ref": "#/$defs/value", "description": f"{a.description} ({a.unit})"}
        for name, a in project.assumptions.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario: assumptions that differ from the baseline",
        "type": "object",
        "required": ["title", "why", "assumptions"],
        "properties": {
            "title": {
                "type": "string",
                "pattern": r"\S",
                "maxLength": 120,
                "description": "What is assumed, in a line",
            },
            "why": {"type": "string", "pattern": r"\S", "maxLength": 2000, "description": "Why one would ask"},
            "assumptions": {
                "type": "object",
                "minProperties": 1,
                "properties": assumptions,
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
        "$defs": {"value": value},
    }


def schema_text(project: Project) -> str:
    """Text of scenarios/scenario.schema.json."""
    return json.dumps(schema(project), ensure_ascii=False, indent=1) + "\n"


def schema_problems(project: Project) -> list[str]:
    """What is wrong with the shipped scenarios and their schema, a line each."""
    found: list[str] = []
    if not folder_of(project).is_dir():
        return found
    try:
        stored = json.loads(decoded((folder_of(project) / SCHEMA).read_bytes(), f"scenarios/{SCHEMA}"))
    except (OSError, ValueError, UserError):
        stored = None
    if stored != schema(project):
        found.append(f"scenarios/{SCHEMA} is out of date; run: claimbook scenarios --schema > scenarios/{SCHEMA}")
    for path in own_files(folder_of(project), *ENDINGS):
        try:
            read_scenario(path, project)
        except UserError as error:
            found.append(f"scenarios/{error}" if str(error).startswith(path.name) else str(error))
    return found


def read_settings(settings: Sequence[str], project: Project) -> dict[str, str]:
    """
    Settings of the command line by name.

    Raises
    ------
    UserError
        If one is not written ``NAME=VALUE``, names no assumption, or a name is set twice.
    """
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        if not equals or not name:
            example = next(
                (f"{a.name}={a.high.magnitude:g}" for a in project.assumptions.values() if a.is_range), "x=1"
            )
            raise UserError(f"--set {setting[:80]!r} is not NAME=VALUE; write for example --set {example}")
        name = project.current_name(name)
        if name not in project.assumptions:
            raise unknown("assumption", name[:80], project.assumptions)
        if name in values:
            raise UserError(f"--set gives {name} twice")
        values[name] = value.strip()
    return values
