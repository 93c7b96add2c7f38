"""The memory of the house: every experiment as it happened, in one file nobody has to save."""
