"""A small edited report, and a layer on it: one annotation exact, one changed, one a guess, two lost."""

from __future__ import annotations

from pathlib import Path

REPORT = """# Annual Report

## Audits

A yearly on-site audit is made by an outside company with access to all logs and staff.

The board met four times in the year and heard the compliance team each time.

## Customers

No customer is named anywhere, and no number of customers is given to the public.

## Closing

The company thanks its staff for the work of a difficult year.
"""
LENS = """companion: 1
layer: {id: lens, title: A lens, author: B. Reader}
annotations:
  - {id: L1, section: customers, quote: No customer is named anywhere, note: "Not one [of them]."}
  - id: L2
    section: audits
    quote: A periodic on-site audit is made by the company itself with access to all logs and staff.
    note: By whom?
    kind: omission
  - {id: L3, section: closing, quote: The company thanks customers, note: And who else?}
  - {id: L4, section: customers, quote: Our clients are vetted by independent experts in law., note: Which?}
  - {id: L5, section: risks, searched: [auditor], note: No auditor is named.}
questions:
  - {id: who, ask: Who audits?, verdict: evaded, evidence: [L2]}
"""


def written(folder: Path) -> tuple[Path, Path]:
    """The files of the report and of the layer."""
    report, lens = folder / "report.md", folder / "lens.yaml"
    report.write_text(REPORT)
    lens.write_text(LENS)
    return report, lens
