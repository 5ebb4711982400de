"""Reports in many layouts with their truth, and what a reader of PDFs makes of them.

`sources` holds three short reports as data, `made` their PDFs with a JSON of truth beside each. `make` writes these
anew where the tools are installed; `python -m tests.measure.reports` scores the reader on them and needs none.
"""
