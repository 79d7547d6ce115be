"""The fork server: requests in, one limited child process a step, replies out."""
