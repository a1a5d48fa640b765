"""Whatever stands in an inventory, verification gives a verdict and never breaks down."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest
from editions import snapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.archive.digests import digest
from report.archive.inventory import sidecar
from report.archive.tree import Kind
from report.archive.verify.object import verify_object

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(
        ["v1", "v2", "v99999999999999999999", "v01", "../..", "sha512", "md5", "content"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


class Memory:
    """A tree of files in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def entries(self, folder: str) -> Mapping[str, Kind]:
        start = f"{folder}/" if folder else ""
        found: dict[str, Kind] = {}
        for path in self.files:
            if path.startswith(start):
                name, parted, _ = path[len(start) :].partition("/")
                found[name] = Kind.FOLDER if parted else Kind.FILE
        if not found:
            raise FileNotFoundError(folder)
        return found

    def read(self, file: str) -> bytes:
        try:
            return self.files[file]
        except KeyError:
            raise FileNotFoundError(file) from None

    def digests(self, file: str, algorithms: Collection[str]) -> Mapping[str, str]:
        return {algorithm: digest(self.read(file), algorithm) for algorithm in algorithms}


@pytest.fixture(scope="module")
def good(model: Path) -> Mapping[str, bytes]:
    home = next(path.parent for path in model.rglob("0=ocfl_object_1.1"))
    return snapshot(home)


def test_memory_is_a_tree_like_a_folder(good: Mapping[str, bytes]) -> None:
    assert verify_object(Memory(good)).breaches == ()


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a value."""
    keys = (
        value.keys()
        if isinstance(value, dict)
        else range(len(value))
        if isinstance(value, list)
        else ()
    )
    return [here, *(way for key in keys for way in paths(value[key], (*here, key)))]


@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_anywhere_gives_a_verdict(good: Mapping[str, bytes], data: st.DataObject) -> None:
    form = json.loads(good["inventory.json"])
    way = data.draw(st.sampled_from(paths(form)))
    value = data.draw(VALUES)
    if way:
        where = form
        for key in way[:-1]:
            where = where[key]
        where[way[-1]] = value
    else:
        form = value
    written = json.dumps(form).encode()
    files = dict(good)
    for folder in data.draw(st.sampled_from([("", "v3/"), ("v2/",), ("",)])):
        files[f"{folder}inventory.json"] = written
        files[f"{folder}inventory.json.sha512"] = sidecar(written)
    verdict = verify_object(Memory(files))
    assert verdict.sheet is not None or not verdict.valid


@given(st.binary(max_size=200))
def test_any_bytes_give_a_verdict(good: Mapping[str, bytes], junk: bytes) -> None:
    for name in (
        "inventory.json",
        "inventory.json.sha512",
        "0=ocfl_object_1.1",
        "v2/inventory.json",
    ):
        files = dict(good)
        if files[name] == junk:
            continue
        files[name] = junk
        assert not verify_object(Memory(files)).valid
