"""What came of checking a memo that was opened: it proved itself, or what differs."""
