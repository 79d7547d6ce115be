"""Which layers of an integer model lose how much, and why."""
