"""The Python side of dlpu: importers, quantizers and interpreters behind a JSON-lines channel."""
