"""Proof that a converted model computes what its source does."""
