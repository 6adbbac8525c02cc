"""How a year's money runs through its months."""

from dataclasses import dataclass

# share of a year's investment that falls to each month: slow spring, pushes in June and in the third quarter
SEASON = (3.2, 3.4, 8.4, 7.8, 9.2, 13.6, 7.6, 8.4, 11.6, 8.6, 9.0, 9.2)


@dataclass(frozen=True)
class Path:
    """A project's investment through a year: from first to last month, in the year's season."""

    key: int
    weights: list[float]
    first: int
    last: int
    amount: float
    most: float
    is_fixed: bool

    def at(self, number: int, scale: float) -> float:
        """Return the year to date in a month."""
        amount = self.amount if self.is_fixed else min(self.amount * scale, self.most)
        window = self.weights[self.first - 1 : self.last]
        passed = self.weights[self.first - 1 : max(self.first - 1, min(number, self.last))]
        return amount * sum(passed) / sum(window)


def back_schedule(plan: int, first: int, last: int) -> list[int]:
    """Return the plan cumulative by month, December the whole."""
    window = SEASON[first - 1 : last]
    passed = [sum(SEASON[first - 1 : max(first - 1, min(number, last))]) for number in range(1, 13)]
    return [int(round(plan * share / sum(window), -1)) if n < last else plan for n, share in enumerate(passed, 1)]
