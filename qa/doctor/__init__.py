"""What an operator asks first when something does not work: is everything there, whole and in its place."""
