"""Old exact forms of operators for which the converter would pick newer or rarer ones."""
