"""Which range of values each tensor is quantized over."""
