"""Options: the keys of the front matter that ask something of the press."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import yaml

from report.model.customs import Calendar, Digits, Justify
from report.model.document import Chapters, NotePlace, Profile, SummaryPlace

Tell = Callable[..., None]
Strings = Callable[[str, yaml.Node], list[str]]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "notes": get_args(NotePlace),
    "summary": get_args(SummaryPlace),
    "profile": get_args(Profile),
    "chapters": get_args(Chapters),
    "digits": get_args(Digits),
    "justify": get_args(Justify),
}
_TEXTS = {
    "theme": "theme",
    "emblem": "emblem",
    "csl": "citation_style",
    "citation-style": "citation_style",
}
_LISTS = {"bibliography": "bibliography", "nocite": "nocite", "kashida-never": "unstretched"}
_CALENDARS = "calendar"
_SWITCHES = {"half-title": "half_title"}
_YES = {"true": True, "yes": True, "false": False, "no": False}
OPTIONS = (*_CHOICES, *_TEXTS, *sorted(_LISTS), *_SWITCHES, _CALENDARS)


def read_option(
    key: str, node: yaml.Node, string: Callable[[str, yaml.Node], str], strings: Strings, tell: Tell
) -> dict[str, Any]:
    """Return the field of :class:`~report.model.document.Options` that a key sets, if it does.

    Args:
        key: one of :data:`OPTIONS`.
        node: its value.
        string: reads a value that is text.
        strings: reads a value that is a list of texts.
        tell: is told of a choice that there is not (M012).
    """
    if key in _LISTS:
        texts = strings(key, node)
        cited = key == "nocite"
        return {_LISTS[key]: tuple(text.removeprefix("@") if cited else text for text in texts)}
    if key == _CALENDARS:
        return {"calendars": tuple(_calendars(strings(key, node), node, tell))}
    text = string(key, node)
    if not text:
        return {}
    if key in _TEXTS:
        return {_TEXTS[key]: text}
    choices = _CHOICES.get(key, tuple(_YES))
    if text.lower() not in choices:
        tell("M012", node, key=key, value=text, choices=", ".join(choices))
        return {}
    if key in _SWITCHES:
        return {_SWITCHES[key]: _YES[text.lower()]}
    return {key: text.lower()}


def _calendars(names: list[str], node: yaml.Node, tell: Tell) -> Iterator[Calendar]:
    known: tuple[Calendar, ...] = get_args(Calendar)
    for name in dict.fromkeys(name.lower() for name in names):
        if found := [calendar for calendar in known if calendar == name]:
            yield found[0]
        else:
            tell("M012", node, key=_CALENDARS, value=name, choices=", ".join(known))
