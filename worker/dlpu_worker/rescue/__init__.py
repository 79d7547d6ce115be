"""Techniques that make a float model lose less when it becomes integer, and the search among them."""
