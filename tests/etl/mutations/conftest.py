"""Tell at the end how many damaged sheets were tried."""

TRIED: list[str] = []  # what each was made of


def pytest_terminal_summary(terminalreporter) -> None:
    if TRIED:
        kinds = len(set(TRIED))
        terminalreporter.write_line(f"damaged workbooks tried: {len(TRIED)}, {kinds} different combinations")
