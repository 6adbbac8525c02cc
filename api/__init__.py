"""The interface for programs: metrics and projects over HTTP, under the rights of the account whose token is shown."""
