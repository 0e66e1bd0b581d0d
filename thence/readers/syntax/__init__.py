"""From the words of a row to its links: what the grammar's rules mean, from the leaves up.

Where a text has one grammatical reading and people might have another, the rule that meets it
says so; :mod:`thence.readers.latex` lists these places.

Each module looks down on those before it: ``nodes``, ``parts``, ``terms``, ``atoms``, ``binders``,
``chains``.
"""
