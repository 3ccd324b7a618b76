"""One suite for both databases: what is written is found alike. `tests/run.py` runs it on each."""
