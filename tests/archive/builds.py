"""A small build, made without the press: a manifest that is true of some short files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from editions import EDITOR, NOON, WORK
from signing_keys import short_pdf

from report.archive.edition import Build, Validation, edition_files
from report.archive.premis import program
from report.diagnostics import Place
from report.model.blocks import Paragraph
from report.model.document import Contributor, Division, Metadata, Report
from report.model.inlines import Text
from report.rules import finding

PRESS = program("warraq", "0.1.0")
HOUSE = {
    "templates/page.css": b"@page { size: A5 }",
    "fonts/amiri/Amiri-Regular.ttf": b"\0\1\0\0amiri",
    "fonts/FONTS.toml": b"",
}


def text_of(number: int) -> str:
    return f"بلغت النسبة {number} في المئة من مجموع الأسر."


def small_report(number: int = 1) -> Report:
    return Report(
        Metadata(
            title="الأمن الغذائي",
            subtitle="موجز",
            language="ar-MA",
            contributors=(Contributor("زينب التازي"), Contributor("سارة", "edt")),
            publisher="دار الوراق",
            identifier=WORK,
            subjects=("أمن", "غذاء"),
            description="وصف",
            licence="https://creativecommons.org/licenses/by/4.0/",
            rights="المشاع الإبداعي",
        ),
        body=(Division((Text("مقدمة"),), (Paragraph((Text(text_of(number)),)),)),),
    )


def small_build(
    number: int = 1,
    work: str = WORK,
    name: str = "brief",
    house: Mapping[str, bytes] = HOUSE,
    more: Mapping[str, bytes] | None = None,
) -> Build:
    report = small_report(number)
    inputs = {"مخطوط.md": text_of(number).encode()}
    epub = b"PK\3\4" + bytes([number])
    outputs = {f"{name}.pdf": short_pdf(number), f"{name}.epub": epub, **(more or {})}

    def listed(files: dict[str, bytes]) -> list[dict[str, object]]:
        return [
            {"name": file, "bytes": len(data), "sha256": sha256(data).hexdigest()}
            for file, data in files.items()
        ]

    def digests(folder: str) -> dict[str, str]:
        return {
            path.removeprefix(f"{folder}/"): sha256(data).hexdigest()
            for path, data in house.items()
            if path.startswith(f"{folder}/") and not path.endswith(".toml")
        }

    manifest = {
        "work": work,
        "edition": number,
        "issued": NOON.isoformat(),
        "inputs": listed(inputs),
        "house": digests("templates"),
        "faces": digests("fonts"),
        "tools": {"weasyprint": "70.0", "pango": None},
        "outputs": listed(outputs),
        "findings": [],
    }
    return Build(
        press=PRESS,
        manifest=json.dumps(manifest).encode(),
        outputs=outputs,
        inputs=inputs,
        house=house,
        report=report,
        validations=(
            Validation("EPUBCheck", "5.3.0", (f"book/{name}.epub",)),
            Validation(
                "warraq",
                "0.1.0",
                ("source/مخطوط.md",),
                (finding("A016", Place("مخطوط.md", 1), printed=1, archived=2),),
            ),
        ),
    )


def small_edition(number: int = 1, work: str = WORK, name: str = "brief") -> dict[str, bytes]:
    build = small_build(number, work, name)
    return edition_files(build, work=work, number=number, archived=NOON, user=EDITOR)


def write_build(build: Build, folder: Path, name: str = "brief") -> Path:
    """Write a build as ``report build`` leaves it, and its source into the same folder."""
    folder.mkdir(parents=True)
    for file, data in build.outputs.items():
        (folder / file).write_bytes(data)
    (folder / f"{name}.json").write_bytes(build.manifest)
    for file, data in build.inputs.items():
        (folder / file).write_bytes(data)
    return folder


def without(build: Build, output: str) -> Build:
    """Return the build with one output missing."""
    return replace(build, outputs={n: d for n, d in build.outputs.items() if n != output})
