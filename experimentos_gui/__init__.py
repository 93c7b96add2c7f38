"""The window: everything a person sees, on top of a core that knows no Qt."""
