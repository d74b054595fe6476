"""One file a subject: read the form, do one act, answer 303. Each exports its blueprint."""
