"""HTML templates of a package of the engine, and those that all of them share."""

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template


@cache
def template(name: str, package: str) -> Template:
    """A package's template; a missing variable is an error, text is escaped."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("claimbook")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
