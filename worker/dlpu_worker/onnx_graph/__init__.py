"""Reading and running ONNX models."""
