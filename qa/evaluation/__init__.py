"""How good retrieval is: data sets in, figures per stage and language pair out."""
