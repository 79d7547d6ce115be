"""Makes integer what litert-quantizer leaves in float although int8 kernels of it exist."""
