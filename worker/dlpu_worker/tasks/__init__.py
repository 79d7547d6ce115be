"""What a model is for, scored on labelled data by the measures of its field."""
