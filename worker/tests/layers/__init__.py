"""Of `dlpu_worker/layers`."""
