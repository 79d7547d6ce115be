"""Of `dlpu_worker/legalize`."""
