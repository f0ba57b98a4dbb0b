"""Mutation: change each rule in turn, and see whether a case notices."""
