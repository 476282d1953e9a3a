"""What a model is: declared in the words of its field, checked, compiled, sampled person by person."""
