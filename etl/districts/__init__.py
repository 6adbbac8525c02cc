"""A district's profile: a first draft of it, and what should be looked at in it."""
