"""Signing: a signed rendition of a book, and the digest of an inventory signed (PAdES, CAdES).

Signatures stand beside what they sign and never in its place: the book that can be made again,
byte for byte, is the unsigned one. Nothing here asks a network. The library (pyHanko, the extra
``sign``) is loaded when it is needed.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from report.diagnostics import Diagnostic, Place, ReportError
from report.rules import finding

SIGNED = ".signed.pdf"
"""How the name of a signed rendition ends."""

_DIGEST = "sha512"
_FIELD = "Archive"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature and what is known of it.

    ``intact``: it was made of these bytes with the key of its certificate. ``trusted``: its
    certificate leads to one that the person trusts. ``fingerprint`` is the SHA-256 of the
    certificate, ``problem`` says why it is not intact.
    """

    signer: str
    fingerprint: str
    intact: bool
    trusted: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A private key with its certificate, from a PKCS #12 file."""

    signer: Any

    @classmethod
    def load(cls, pkcs12: bytes, passphrase: bytes | None, where: str) -> Key:
        """Open a key. Raises :class:`ReportError` A031 when it cannot be opened or used."""
        signers = _load("pyhanko.sign.signers")
        try:
            signer = signers.SimpleSigner.load_pkcs12_data(pkcs12, [], passphrase=passphrase)
        except ValueError:
            signer = None
        if signer is None:
            reason = "this is no key in PKCS #12, or its passphrase is another"
            raise ReportError(finding("A031", Place(where, 0), reason=reason))
        return cls(signer)

    def sign_book(self, pdf: bytes, moment: datetime, reason: str) -> bytes:
        """Return a PDF with an invisible PAdES signature (B-B) that says ``moment``.

        Raises :class:`ReportError` A031 when it cannot be signed.
        """
        signers = _load("pyhanko.sign.signers")
        fields = _load("pyhanko.sign.fields")
        writer = _load("pyhanko.pdf_utils.incremental_writer").IncrementalPdfFileWriter
        metadata = signers.PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm=_DIGEST,
            reason=reason,
            subfilter=fields.SigSeedSubFilter.PADES,
        )

        class Dated(signers.PdfSigner):  # type: ignore[misc,name-defined]
            """A signer that takes the time it is given instead of the clock's."""

            def init_signing_session(self, *words: Any, **named: Any) -> Any:
                session = super().init_signing_session(*words, **named)
                session.system_time = moment
                return session

        try:
            session = Dated(metadata, signer=self.signer)
            made = asyncio.run(session.async_sign_pdf(writer(BytesIO(pdf))))
        except Exception as error:
            # The library has no one class for a PDF that it cannot read or a key of another use.
            raise ReportError(finding("A031", None, reason=str(error))) from None
        signed: bytes = made.getvalue()
        return signed

    def sign_digest(self, sidecar: bytes, moment: datetime) -> bytes:
        """Return a detached CAdES signature, in DER, of the sidecar of an inventory.

        ``openssl cms -verify -binary -inform DER -in SIGNATURE -content SIDECAR`` proves it too.
        """
        settings = _load("pyhanko.sign.signers.pdf_cms").PdfCMSSignedAttributes(signing_time=moment)
        made = asyncio.run(
            self.signer.async_sign_general_data(
                sidecar, _DIGEST, detached=True, signed_attr_settings=settings
            )
        )
        signed: bytes = made.dump()
        return signed


def check_book(pdf: bytes, moment: datetime, trusted: Collection[bytes]) -> Iterator[Signature]:
    """Yield the signatures of a PDF; one that does not cover the whole file is not intact.

    ``trusted`` are certificates in PEM. Certificates are judged as of ``moment``, when the edition
    was archived: that they expire later takes nothing from what they signed before.

    Raises :class:`ReportError` A033 without pyHanko, :class:`ValueError` for what is no PDF.
    """
    reader = _load("pyhanko.pdf_utils.reader", "A033").PdfFileReader
    validation = _load("pyhanko.sign.validation")
    try:
        found = list(reader(BytesIO(pdf)).embedded_signatures)
    except Exception as error:
        # Whatever bytes have been put in its place: the library has no one class for them.
        raise ValueError(f"it cannot be read as a PDF: {error}") from None
    for embedded in found:
        try:
            status = validation.validate_pdf_signature(embedded, _context(trusted, moment))
        except Exception as error:
            yield Signature("", "", intact=False, trusted=False, problem=str(error))
            continue
        yield _told(status, status.intact and status.valid and _covers(status))


def _covers(status: Any) -> bool:
    """Say whether a signature covers all of its file: what was added later nobody has signed."""
    levels = _load("pyhanko.sign.validation.status").SignatureCoverageLevel
    covered: bool = status.coverage == levels.ENTIRE_FILE
    return covered


def check_digest(
    sidecar: bytes, signature: bytes, moment: datetime, trusted: Collection[bytes]
) -> Signature:
    """Check a detached signature of the sidecar of an inventory, as of ``moment``.

    Raises :class:`ReportError` A033 without pyHanko.
    """
    validation = _load("pyhanko.sign.validation", "A033")
    cms = _load("asn1crypto.cms")
    try:
        signed_data = cms.ContentInfo.load(signature, strict=True)["content"]
        context = _context(trusted, moment)
        checked = validation.async_validate_detached_cms(sidecar, signed_data, context)
        status = asyncio.run(checked)
    except Exception as error:
        return Signature("", "", intact=False, trusted=False, problem=str(error))
    return _told(status, status.intact and status.valid)


def _told(status: Any, intact: bool) -> Signature:
    certificate = status.signing_cert
    return Signature(
        signer=certificate.subject.human_friendly,
        fingerprint=certificate.sha256_fingerprint.replace(" ", "").lower(),
        intact=bool(intact),
        trusted=bool(status.trusted),
        problem="" if intact else "these are not the bytes that were signed",
    )


def _context(trusted: Collection[bytes], moment: datetime) -> Any:
    """Return what a certificate is judged by: the roots given, and no network."""
    # What pyHanko logs of a signature that it cannot trust is returned here as a value.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    loaded = _load("pyhanko.keys")
    roots = [each for pem in trusted for each in loaded.load_certs_from_pemder_data(pem)]
    context = _load("pyhanko_certvalidator").ValidationContext
    return context(trust_roots=roots, allow_fetching=False, moment=moment)


def _load(name: str, missing: str = "A031") -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ReportError(_missing(missing)) from None


def _missing(code: str) -> Diagnostic:
    reason = "pyHanko is not there; the extra sign installs it"
    return finding(code, None, reason=reason)
