"""The ways that `rivals.py` compares, each in a room of its own."""
