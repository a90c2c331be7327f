"""Notebook and grid → plan → execute → store → reports: what runs, what need not, and what is published."""
