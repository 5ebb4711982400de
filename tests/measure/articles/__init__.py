"""How well the article of a saved page is told from what stands beside it; `python -m tests.measure.articles.run`."""
