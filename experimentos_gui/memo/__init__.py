"""The memo in the window: a preview that is the export, and the PDF."""
