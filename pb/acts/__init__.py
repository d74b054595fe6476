"""What people do: a file a subject, a function a deed. Acts never call acts."""
