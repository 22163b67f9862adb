"""Which types of resource are read? Everything else in a source is counted and named, not kept."""

from culprit.sources.fhir.condition import CONDITION
from culprit.sources.fhir.encounter import ENCOUNTER, LOCATION
from culprit.sources.fhir.family import FAMILY
from culprit.sources.fhir.medication import DRUG_RESOURCES, MEDICATION
from culprit.sources.fhir.observation import OBSERVATION
from culprit.sources.fhir.patient import PATIENT
from culprit.sources.fhir.procedure import PROCEDURE
from culprit.sources.fhir.reports import IMAGING, REPORT
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.specimen import SPECIMEN

RESOURCE_TYPES: dict[str, ResourceType] = {
    resource.name: resource
    for resource in (
        PATIENT,
        OBSERVATION,
        SPECIMEN,
        CONDITION,
        PROCEDURE,
        MEDICATION,
        *DRUG_RESOURCES,
        ENCOUNTER,
        LOCATION,
        FAMILY,
        IMAGING,
        REPORT,
    )
}
