"""A provider of identities for tests."""
