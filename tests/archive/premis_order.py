"""What the schema of PREMIS 3.0 allows, for the elements that are written here.

Each element with the children that it may have, in their order, as a pattern over their names;
an element that is not listed holds text. (PREMIS 3.0 XML schema, January 2016.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

NAMESPACE = "{http://www.loc.gov/premis/v3}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

_FILE = (
    "objectIdentifier+ preservationLevel* significantProperties* objectCharacteristics+ "
    "originalName? storage* signatureInformation* relationship* linkingEventIdentifier* "
    "linkingRightsStatementIdentifier*"
)
_ENTITY = (
    "objectIdentifier+ preservationLevel* significantProperties* originalName? "
    "environmentFunction* environmentDesignation* environmentRegistry* environmentExtension* "
    "relationship* linkingEventIdentifier* linkingRightsStatementIdentifier*"
)
ORDER = {
    "premis": "object+ event* agent* rights*",
    "object file": _FILE,
    "object intellectualEntity": _ENTITY,
    "objectCharacteristics": "compositionLevel? fixity* size? format+ creatingApplication* "
    "inhibitors* objectCharacteristicsExtension*",
    "fixity": "messageDigestAlgorithm messageDigest messageDigestOriginator?",
    "format": "formatDesignation? formatRegistry? formatNote*",
    "formatDesignation": "formatName formatVersion?",
    "formatRegistry": "formatRegistryName formatRegistryKey formatRegistryRole?",
    "relationship": "relationshipType relationshipSubType relatedObjectIdentifier+ "
    "relatedEventIdentifier* relatedEnvironmentPurpose* relatedEnvironmentCharacteristic?",
    "relatedObjectIdentifier": "relatedObjectIdentifierType relatedObjectIdentifierValue "
    "relatedObjectSequence?",
    "relatedEventIdentifier": "relatedEventIdentifierType relatedEventIdentifierValue "
    "relatedEventSequence?",
    "event": "eventIdentifier eventType eventDateTime eventDetailInformation* "
    "eventOutcomeInformation* linkingAgentIdentifier* linkingObjectIdentifier*",
    "eventDetailInformation": "eventDetail? eventDetailExtension*",
    "eventOutcomeInformation": "eventOutcome eventOutcomeDetail*",
    "eventOutcomeDetail": "eventOutcomeDetailNote eventOutcomeDetailExtension*",
    "agent": "agentIdentifier+ agentName* agentType? agentVersion? agentNote* agentExtension* "
    "linkingEventIdentifier* linkingRightsStatementIdentifier* linkingEnvironmentIdentifier*",
    "linkingAgentIdentifier": "linkingAgentIdentifierType linkingAgentIdentifierValue "
    "linkingAgentRole*",
    "linkingObjectIdentifier": "linkingObjectIdentifierType linkingObjectIdentifierValue "
    "linkingObjectRole*",
    "rights": "rightsStatement+",
    "rightsStatement": "rightsStatementIdentifier rightsBasis copyrightInformation? "
    "licenseInformation? statuteInformation* otherRightsInformation? rightsGranted* "
    "linkingObjectIdentifier* linkingAgentIdentifier*",
    "licenseInformation": "licenseDocumentationIdentifier* licenseTerms? licenseNote* "
    "licenseApplicableDates?",
    "licenseDocumentationIdentifier": "licenseDocumentationIdentifierType "
    "licenseDocumentationIdentifierValue licenseDocumentationRole?",
    **{
        name: f"{name}Type {name}Value"
        for name in (
            "objectIdentifier",
            "eventIdentifier",
            "agentIdentifier",
            "rightsStatementIdentifier",
        )
    },
}


def out_of_order(root: etree._Element) -> Iterator[str]:
    """Yield each element whose children the schema does not allow."""
    for element in root.iter(etree.Element):
        name = element.tag.removeprefix(NAMESPACE)
        kind = element.get(_TYPE)
        children = "".join(f"{child.tag.removeprefix(NAMESPACE)} " for child in element)
        pattern = ORDER.get(f"{name} {kind}" if kind else name, "")
        wanted = re.sub(r"(\w+)([+*?]?) ?", r"(?:\1 )\2", pattern)
        if not re.fullmatch(wanted, children):
            yield f"{name}: {children}"
        if not children and not (element.text or "").strip():
            yield f"{name}: empty"
