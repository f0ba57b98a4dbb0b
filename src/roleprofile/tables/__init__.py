"""Spreadsheets: people, roles and requirements as tables, in and out."""
