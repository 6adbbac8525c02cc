"""The week of the office (周调度): open months, what is due, late and asked for."""
