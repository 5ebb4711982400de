"""Tests of the formats: reading documents, layers and notes from bytes."""
