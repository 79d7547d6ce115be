"""Of `dlpu_worker/rescue`."""
