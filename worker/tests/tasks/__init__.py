"""Of `dlpu_worker/tasks`."""
