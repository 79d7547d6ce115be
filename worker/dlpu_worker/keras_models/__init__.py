"""Loading Keras and SavedModel files without running code that they carry."""
