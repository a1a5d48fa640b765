"""Methods of dataclasses that are compiled late do what those compiled at once do."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from typing import Any

import pytest

import report.dormant  # noqa: F401  # before there are dataclasses

_CREATE = getattr(dataclasses, "_create_fn", None)

pytestmark = pytest.mark.skipif(_CREATE is None, reason="this Python compiles a class at one go")


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place."""

    x: int
    y: int = 0


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Named(Point):
    """A place with a name."""

    name: str = ""


def asleep(owner: type) -> set[str]:
    """Return the methods of a class that have not been compiled."""
    return {
        name
        for name, method in vars(owner).items()
        if getattr(getattr(method, "__code__", None), "co_name", "") == "asleep"
    }


def test_the_command_has_dataclasses_whose_methods_are_compiled_late() -> None:
    asked = "import report.cli, report.model.blocks as b; print(b.Table.__eq__.__code__.co_name)"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert run.stdout.strip() == b"asleep"


def test_a_method_wakes_once_and_for_all_that_inherit_it() -> None:
    @dataclasses.dataclass(frozen=True)
    class Old:
        x: int

    class Young(Old):
        pass

    assert asleep(Old) >= {"__eq__", "__hash__", "__setattr__", "__delattr__"}
    assert Young(1) == Young(1)
    assert "__eq__" not in asleep(Old)
    assert hash(Young(1)) == hash(Old(1))
    assert "__hash__" not in asleep(Old)


def test_what_is_generated_means_the_same() -> None:
    one, other = Named(1, 2, "ا"), Named(1, 2, "ب")
    assert repr(one) == "Named(x=1, y=2, name='ا')"
    assert one != other
    assert one < other <= Named(1, 3)
    assert {one, dataclasses.replace(other, name="ا")} == {one}
    assert pickle.loads(pickle.dumps(one)) == one
    assert one != Point(1, 2)
    with pytest.raises(TypeError):
        _ = one < Point(1, 2)
    value: Any = one
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.x = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.x
    assert Named.__eq__.__qualname__ == "Named.__eq__"


def test_a_value_that_holds_itself_can_be_printed() -> None:
    @dataclasses.dataclass
    class Ring:
        inside: list[Any]

    ring = Ring([])
    ring.inside.append(ring)
    assert repr(ring).endswith("Ring(inside=[...])")
