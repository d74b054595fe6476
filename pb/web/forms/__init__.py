"""Forms: shape only; what is true is decided in rules and acts."""
