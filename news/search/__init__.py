"""The index: how words become tokens, what is kept of a public thing, how it is found.

This room knows words, keys and tables, not who may read what: `record/searchable/` decides what is public and
brings it here as documents, `queries/` asks.
"""
