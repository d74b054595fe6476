"""Deeds about who may sign in: roles given and taken, invitations, recovery, one's own means."""
