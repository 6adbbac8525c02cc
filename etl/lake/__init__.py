"""Publishes a district's tables to a lake that a city, a province or a ministry reads."""
