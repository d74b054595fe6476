"""What is kept: typed tables, each with its named queries; every query is scoped."""
