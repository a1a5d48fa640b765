"""Signatures: beside what they sign, checked offline, broken by any change, kept by no luck."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from functools import partial
from io import BytesIO
from pathlib import Path

import archive_command
import pytest
from builds import small_build, small_edition, write_build
from editions import EDITOR, NOON, WORK, Desk
from ocfl_judge import ocfl_py
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing_keys import PASSPHRASE, key_and_root, short_pdf

from report.archive.edition import PREMIS
from report.archive.root.archive import Archive
from report.archive.root.hand import Step, unhindered
from report.archive.signing import Key, check_book, check_digest
from report.archive.xml import read_xml
from report.diagnostics import ReportError

P = "{http://www.loc.gov/premis/v3}"
USER = "زينب <mailto:zaynab@example.org>"


@pytest.fixture(scope="module")
def key() -> Key:
    return Key.load(key_and_root()[0], PASSPHRASE, "key.p12")


@pytest.fixture(scope="module")
def root() -> bytes:
    return key_and_root()[1]


@pytest.fixture
def signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with one edition that the command has signed."""
    monkeypatch.chdir(tmp_path)
    packed, root = key_and_root()
    (tmp_path / "key.p12").write_bytes(packed)
    (tmp_path / "passphrase.txt").write_bytes(PASSPHRASE + b"\n")
    (tmp_path / "authority.pem").write_bytes(root)
    archive_command.run("init")
    folder = write_build(small_build(house={}), tmp_path / "build/brief")
    keep = ("-m", "first", "--user", USER, "--unchecked", "--archived", NOON.isoformat())
    sign = ("--sign", "key.p12", "--passphrase-file", "passphrase.txt")
    assert archive_command.run("add", folder, *keep, *sign).done
    return Archive.open(tmp_path / "archive", Desk())


def test_signed_book_keeps_the_book_and_is_proved(key: Key, root: bytes) -> None:
    book = short_pdf()
    made = key.sign_book(book, NOON, "first edition")
    assert made.startswith(book), "what was signed is in it as it was"
    assert re.search(rb"/M \(D(:|\\072)20261124120000Z", made), "the time that was given"
    (found,) = check_book(made, NOON, [root])
    assert (found.intact, found.trusted) == (True, True)
    assert "دار الوراق" in found.signer
    (unknown,) = check_book(made, NOON, [])
    assert (unknown.intact, unknown.trusted) == (True, False)


def test_any_flipped_byte_breaks_a_signed_book(key: Key, root: bytes) -> None:
    made = key.sign_book(short_pdf(), NOON, "first edition")
    start, until = signed_ranges(made)
    outside = [*range(10, start), *range(until, len(made) - 1)]
    for at in outside[:: len(outside) // 60]:
        changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
        try:
            found = list(check_book(changed, NOON, [root]))
        except ValueError:
            continue
        assert not any(each.intact for each in found), f"byte {at}"


def signed_ranges(pdf: bytes) -> tuple[int, int]:
    """Return where the room for the signature starts and ends: all around it is signed."""
    (ranges,) = re.findall(rb"/ByteRange ?\[ ?0 (\d+) (\d+) ", pdf)
    return int(ranges[0]), int(ranges[1])


def test_what_is_added_to_a_signed_book_is_not_signed(key: Key, root: bytes) -> None:
    made = key.sign_book(short_pdf(), NOON, "first edition")
    writer = IncrementalPdfFileWriter(BytesIO(made))
    writer.root["/Lang"] = pdf_string("ar")
    writer.update_root()
    later = BytesIO()
    writer.write(later)
    (found,) = check_book(later.getvalue(), NOON, [root])
    assert not found.intact


def test_digest_of_an_inventory_is_signed_and_openssl_agrees(
    key: Key, root: bytes, tmp_path: Path
) -> None:
    sidecar = b"0" * 128 + b" inventory.json\n"
    signature = key.sign_digest(sidecar, NOON)
    found = check_digest(sidecar, signature, NOON, [root])
    assert (found.intact, found.trusted) == (True, True)
    assert not check_digest(sidecar + b" ", signature, NOON, [root]).intact
    for at in range(0, len(signature), 7):
        changed = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        found = check_digest(sidecar, changed, NOON, [root])
        assert not (found.intact and found.trusted and changed == signature)
    for name, data in (("sig", signature), ("data", sidecar), ("root", root)):
        (tmp_path / name).write_bytes(data)
    command = "openssl cms -verify -binary -inform DER -in sig -content data -CAfile root"
    run = subprocess.run(
        [*command.split(), "-purpose", "any", "-attime", str(int(NOON.timestamp()))],
        cwd=tmp_path,
        capture_output=True,
    )
    assert run.returncode == 0
    assert run.stdout == sidecar


def test_certificate_that_expired_since_takes_nothing_away(key: Key, root: bytes) -> None:
    """In twenty years it is judged as of when the edition was archived."""
    signature = key.sign_digest(b"x", NOON)
    later = NOON.replace(year=2046)
    assert check_digest(b"x", signature, NOON, [root]).trusted
    assert not check_digest(b"x", signature, later, [root]).trusted


def test_wrong_passphrase_and_no_pdf_are_told(key: Key) -> None:
    with pytest.raises(ReportError, match="A031"):
        Key.load(key_and_root()[0], b"another", "key.p12")
    with pytest.raises(ReportError, match="A031"):
        key.sign_book(b"%PDF-1.7 and nothing more", NOON, "x")


def test_signed_edition_is_valid_and_verified(signed: Archive) -> None:
    assert ocfl_py(signed.home(WORK)) == (True, set())
    assert archive_command.run("verify", "--deep", "--trust", "authority.pem").codes == []
    said = archive_command.run("verify")
    assert (said.done, said.codes) == (True, ["A029", "A029"])
    assert "دار الوراق" in said.err
    files = signed.edition(signed.inventory(WORK), 1)
    assert files["book/brief.pdf"] == short_pdf()
    assert files["book/brief.signed.pdf"].startswith(short_pdf())
    kinds = [each.text for each in read_xml(files[PREMIS]).iter(f"{P}eventType")]
    assert "digital signature generation" in kinds


def test_same_build_signed_again_is_a_new_edition_of_nothing_else(signed: Archive) -> None:
    """Signatures are never the same twice: the signed rendition differs, the book does not."""
    keep = ("-m", "again", "--user", USER, "--unchecked")
    sign = ("--sign", "key.p12", "--passphrase-file", "passphrase.txt")
    assert archive_command.run("add", "build/brief", *keep, *sign).done
    inventory = signed.inventory(WORK)
    first, second = (inventory.version(number).state for number in (1, 2))
    differing = {path for path in first if first[path] != second[path]}
    assert differing == {"book/brief.signed.pdf", PREMIS, "ro-crate-metadata.json"}
    assert (signed.home(WORK) / "logs/signatures/v2.p7s").is_file()
    assert archive_command.run("verify", "--trust", "authority.pem").codes == []


def test_broken_and_stray_signatures_are_named(signed: Archive) -> None:
    file = signed.home(WORK) / "logs/signatures/v1.p7s"
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert archive_command.run("verify", "--trust", "authority.pem").codes == ["A028"]
    file.write_bytes(b"")
    assert archive_command.run("verify", "--trust", "authority.pem").codes == ["A028"]
    file.write_bytes(data)
    shutil.copy(file, file.with_name("v9.p7s"))
    assert archive_command.run("verify", "--trust", "authority.pem").codes == ["A028"]


def test_signatures_travel_with_the_work(signed: Archive, tmp_path: Path) -> None:
    assert archive_command.run("export", "brief", "--bagit", "-o", "bag").done
    assert archive_command.run("init", "second").done
    assert archive_command.run("import", "bag", "--root", "second").done
    said = archive_command.run("verify", "--root", "second", "--trust", "authority.pem")
    assert (said.done, said.codes) == (True, [])


@pytest.mark.parametrize("first", [True, False])
def test_killed_while_it_signs(tmp_path: Path, key: Key, root: bytes, first: bool) -> None:
    """An edition that is there has its signature; a signature without an edition is cleared."""
    made = Archive.create(tmp_path / "made")
    (tmp_path / "root.pem").write_bytes(root)
    number = 1 if first else 2
    if not first:
        put(made, 1, key)
    changes: list[str] = []
    shutil.copytree(made.root, tmp_path / "counted")
    put(Archive.open(tmp_path / "counted", Desk()), number, key, changes.append)
    for at in range(1, len(changes) + 1):
        root_at = tmp_path / f"{at}"
        shutil.copytree(made.root, root_at)
        archive = Archive.open(root_at, Desk())
        child = os.fork()
        if not child:
            put(archive, number, key, partial(kill_at, at, []))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        archive = Archive.open(root_at, Desk())
        trust = ("--trust", tmp_path / "root.pem", "--root", root_at)
        assert archive_command.run("verify", *trust).codes == []
        if archive.has(WORK):
            held = len(archive.inventory(WORK).versions)
            signatures = os.listdir(archive.home(WORK) / "logs/signatures")
            assert sorted(signatures) == [f"v{n}.p7s" for n in range(1, held + 1)]
        shutil.rmtree(root_at)


def put(archive: Archive, number: int, key: Key, step: Step = unhindered) -> None:
    archive.add(
        WORK,
        small_edition(number),
        created=NOON,
        message="m",
        user=EDITOR,
        warn=Desk(),
        sign=partial(key.sign_digest, moment=NOON),
        step=step,
    )


def kill_at(at: int, seen: list[str], change: str) -> None:
    seen.append(change)
    if len(seen) == at:
        os.kill(os.getpid(), signal.SIGKILL)
