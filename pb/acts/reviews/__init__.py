"""Deeds of the review: the checklist, the office's cost, the outcome, the author's word on it."""
