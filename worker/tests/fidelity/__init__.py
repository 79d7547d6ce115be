"""Of `dlpu_worker/fidelity`."""
