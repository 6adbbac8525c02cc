"""The version of Guatu: the only place in which it is written."""

VERSION = "0.2.0"
