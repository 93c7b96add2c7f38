"""The words people use for columns, in seven languages, and how they are compared."""
