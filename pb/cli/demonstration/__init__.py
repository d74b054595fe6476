"""The demonstration: a fictional municipality and the play of two rounds in it.

Everything here is invented; nothing in the product may depend on it.
"""
