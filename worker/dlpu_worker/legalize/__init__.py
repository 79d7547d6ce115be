"""Rewrites of an integer `.tflite` that keep what it computes, each proved on the model at hand."""
