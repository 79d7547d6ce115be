"""Techniques that make a model lose less when it becomes integer, and the search among them."""
