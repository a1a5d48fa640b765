"""The template environment: strict, escaping, and fed only with templates of the house."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def environment(templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Make the environment of a house: an unknown name is an error, every value is escaped.

    Text of the report reaches templates only as values, never as a template. The sandbox is for
    a house's own templates, which come from its project folder.
    """
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
