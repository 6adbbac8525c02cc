"""What a unit does about its tasks: say why, propose a correction, send its own sheet."""
