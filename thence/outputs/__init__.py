"""What a run found, for other programs: JUnit XML, SARIF, GitHub annotations, Markdown.

Each is a view of the record; nothing is computed again.
"""
