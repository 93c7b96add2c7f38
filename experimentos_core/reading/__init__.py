"""A file becomes a table of text cells; nothing else in the program knows file formats."""
