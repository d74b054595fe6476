"""The outside world, each part in a real and in a null form."""
