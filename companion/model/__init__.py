"""What companion talks about: documents, annotations, questions, layers. Frozen values, no work."""

from companion.model.annotation import (
    VERDICTS,
    Annotation,
    Answer,
    Evidence,
    Kind,
    Layer,
    Place,
    Question,
    Quote,
    Record,
    Source,
    Versions,
    new_id,
    valid_id,
)
from companion.model.document import Block, Document, Heading, Mark, Section, Span
from companion.model.faults import CompanionError, Fault, NotSaved, Unreadable, Where
from companion.model.placement import LOST, Candidate, Placement

__all__ = [
    "LOST",
    "VERDICTS",
    "Annotation",
    "Answer",
    "Block",
    "Candidate",
    "CompanionError",
    "Document",
    "Evidence",
    "Fault",
    "Heading",
    "Kind",
    "Layer",
    "Mark",
    "NotSaved",
    "Place",
    "Placement",
    "Question",
    "Quote",
    "Record",
    "Section",
    "Source",
    "Span",
    "Unreadable",
    "Versions",
    "Where",
    "new_id",
    "valid_id",
]
