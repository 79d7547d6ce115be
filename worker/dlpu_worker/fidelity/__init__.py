"""How close a candidate's outputs are to the reference's."""
