"""Reading, repairing and running `.tflite` files."""
