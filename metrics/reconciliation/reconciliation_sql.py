"""The questions of reconciliation (报统对账) as SQL: which months, who hangs together, and the facts of each group.

All that MEMBERS begins goes by one compared month; amounts stay exact decimals.
"""

from metrics.compared_months import COMPARED
from metrics.statements import statement, steps

MONTHS = (
    COMPARED  # noqa: S608  (our own text)
    + """
select month
from compared
where year(month) = (select max(year(compared.month)) from compared)
order by month
"""
)

MEMBERS = "with " + steps("reconciliation", "members")
GROUPS = statement("reconciliation", "groups", members=steps("reconciliation", "members"))
