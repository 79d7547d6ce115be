"""Of `dlpu_worker/ranges`."""
