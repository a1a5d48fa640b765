"""PREMIS: what each file is and what has happened to it (PREMIS Data Dictionary 3.0).

The terms for kinds of events, agents and relations are those of the Library of Congress's
preservation vocabularies. Identifiers follow from the edition, so that equal editions are
described in equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from report.archive.digests import digest
from report.archive.inventory import written_time
from report.archive.xml import Node, write_xml

_PREMIS = "http://www.loc.gov/premis/v3"
_NAMESPACES: Mapping[str | None, str] = {
    None: _PREMIS,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_VOCABULARY = "http://id.loc.gov/vocabulary/preservation"
_PATH = "logical path"

EventType = Literal[
    "creation",
    "validation",
    "format identification",
    "fixity check",
    "digital signature generation",
    "ingestion",
]

_MAKING = frozenset({"creation", "digital signature generation"})
Outcome = Literal["success", "warning", "fail"]


@dataclass(frozen=True, slots=True)
class Format:
    """What kind of file it is; ``puid`` is its identifier in PRONOM, where it is known."""

    name: str
    puid: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """Who or what acts: a person with a URI, or a program with a version."""

    name: str
    kind: Literal["person", "software"]
    identifier: str
    version: str | None = None


def program(name: str, version: str | None) -> Agent:
    """Return a program as an agent.

    >>> program("EPUBCheck", "5.3.0").identifier
    'EPUBCheck 5.3.0'
    """
    return Agent(name, "software", f"{name} {version}" if version else name, version)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to files, when, by whom, and how it came out.

    ``sources`` are files that were used, ``objects`` files that it happened to or that came of it.
    """

    kind: EventType
    moment: datetime
    agents: tuple[Agent, ...]
    objects: tuple[str, ...]
    sources: tuple[str, ...] = ()
    detail: str = ""
    outcome: Outcome | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """Under what terms a work may be used; ``document`` is the URL of a licence."""

    terms: str
    document: str | None = None


def write_premis(
    work: str,
    number: int,
    files: Mapping[str, bytes],
    formats: Mapping[str, Format],
    events: Sequence[Event],
    rights: Rights | None = None,
) -> bytes:
    """Write the PREMIS record of an edition.

    Args:
        work: identifier of the work, a URN.
        number: number of the edition.
        files: its files by logical path, the record itself left out.
        formats: what they are, by logical path.
        events: what happened to them, in the order of time.
        rights: terms of use, where the report gives them.
    """
    named = [(_event_id(work, number, place), event) for place, event in enumerate(events)]
    agents = {agent.identifier: agent for _, event in named for agent in event.agents}
    record = Node(
        "premis",
        [
            _work(work, number),
            *(_file(work, path, files[path], formats[path], named) for path in sorted(files)),
            *(_event(identifier, event) for identifier, event in named),
            *(_agent(agent) for agent in agents.values()),
            _rights(work, rights) if rights else None,
        ],
        {"version": "3.0"},
    )
    return write_xml(record, _NAMESPACES)


def _event_id(work: str, number: int, place: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{work}#v{number}/event/{place}"))


def _term(name: str, word: str, vocabulary: str) -> Node:
    """Make an element with a word of a controlled vocabulary."""
    uri = f"{_VOCABULARY}/{vocabulary}"
    return Node(name, word, {"authority": vocabulary, "authorityURI": uri})


def _identified(name: str, kind: str, value: str, *more: Node) -> Node:
    return Node(name, [Node(f"{name}Type", kind), Node(f"{name}Value", value), *more])


def _work(work: str, number: int) -> Node:
    return Node(
        "object",
        [
            _identified("objectIdentifier", "URN", work),
            _identified("objectIdentifier", "OCFL version", f"v{number}"),
        ],
        {"xsi:type": "intellectualEntity"},
    )


def _file(
    work: str, path: str, data: bytes, kind: Format, named: Sequence[tuple[str, Event]]
) -> Node:
    return Node(
        "object",
        [
            _identified("objectIdentifier", _PATH, path),
            Node(
                "objectCharacteristics",
                [
                    Node("compositionLevel", "0"),
                    Node(
                        "fixity",
                        [
                            _term(
                                "messageDigestAlgorithm", "SHA-512", "cryptographicHashFunctions"
                            ),
                            Node("messageDigest", digest(data)),
                        ],
                    ),
                    Node("size", str(len(data))),
                    _format(kind),
                ],
            ),
            Node("originalName", path.rpartition("/")[2]),
            *_relations(path, named),
            _part_of(work),
        ],
        {"xsi:type": "file"},
    )


def _format(kind: Format) -> Node:
    registry = None
    if kind.puid:
        registry = Node(
            "formatRegistry",
            [
                Node("formatRegistryName", "PRONOM"),
                Node("formatRegistryKey", kind.puid),
                _term("formatRegistryRole", "specification", "formatRegistryRole"),
            ],
        )
    version = Node("formatVersion", kind.version) if kind.version else None
    designation = Node("formatDesignation", [Node("formatName", kind.name), version])
    return Node("format", [designation, registry])


def _relations(path: str, named: Sequence[tuple[str, Event]]) -> Iterator[Node]:
    for identifier, event in named:
        if event.kind in _MAKING and path in event.objects and event.sources:
            yield Node(
                "relationship",
                [
                    _term("relationshipType", "derivation", "relationshipType"),
                    _term("relationshipSubType", "has source", "relationshipSubType"),
                    *(
                        _identified("relatedObjectIdentifier", _PATH, source)
                        for source in event.sources
                    ),
                    _identified("relatedEventIdentifier", "UUID", identifier),
                ],
            )


def _part_of(work: str) -> Node:
    return Node(
        "relationship",
        [
            _term("relationshipType", "structural", "relationshipType"),
            _term("relationshipSubType", "represents", "relationshipSubType"),
            _identified("relatedObjectIdentifier", "URN", work),
        ],
    )


def _event(identifier: str, event: Event) -> Node:
    detail = Node("eventDetailInformation", [Node("eventDetail", event.detail)])
    links: Iterable[tuple[str, str]] = (
        *((path, "source") for path in event.sources),
        *((path, "outcome" if event.kind in _MAKING else "source") for path in event.objects),
    )
    return Node(
        "event",
        [
            _identified("eventIdentifier", "UUID", identifier),
            _term("eventType", event.kind, "eventType"),
            Node("eventDateTime", written_time(event.moment)),
            detail if event.detail else None,
            _outcome(event) if event.outcome else None,
            *(_agent_link(agent) for agent in event.agents),
            *(
                _identified(
                    "linkingObjectIdentifier",
                    _PATH,
                    path,
                    _term("linkingObjectRole", role, "eventRelatedObjectRole"),
                )
                for path, role in links
            ),
        ],
    )


def _outcome(event: Event) -> Node:
    note = Node("eventOutcomeDetail", [Node("eventOutcomeDetailNote", event.note)])
    outcome = _term("eventOutcome", event.outcome or "", "eventOutcome")
    return Node("eventOutcomeInformation", [outcome, note if event.note else None])


def _agent_link(agent: Agent) -> Node:
    role = "executing program" if agent.kind == "software" else "implementer"
    link = _identified("linkingAgentIdentifier", _identifier_kind(agent), agent.identifier)
    link.children.append(_term("linkingAgentRole", role, "eventRelatedAgentRole"))
    return link


def _identifier_kind(agent: Agent) -> str:
    return "program and version" if agent.kind == "software" else "URI"


def _agent(agent: Agent) -> Node:
    return Node(
        "agent",
        [
            _identified("agentIdentifier", _identifier_kind(agent), agent.identifier),
            Node("agentName", agent.name),
            _term("agentType", agent.kind, "agentType"),
            Node("agentVersion", agent.version) if agent.version else None,
        ],
    )


def _rights(work: str, rights: Rights) -> Node:
    document = None
    if rights.document:
        document = _identified("licenseDocumentationIdentifier", "URL", rights.document)
    statement = Node(
        "rightsStatement",
        [
            _identified("rightsStatementIdentifier", "UUID", str(uuid5(NAMESPACE_URL, work))),
            _term("rightsBasis", "license", "rightsBasis"),
            Node("licenseInformation", [document, Node("licenseTerms", rights.terms)]),
            _identified("linkingObjectIdentifier", "URN", work),
        ],
    )
    return Node("rights", [statement])
