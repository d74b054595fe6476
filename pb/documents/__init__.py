"""Papers made from facts: no query, no request, no clock. A paper speaks its own language."""
