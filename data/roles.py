"""The roles that a reader may have, and the groups of roles that rights are given to."""

NAMES = {
    "leader": "区领导",
    "officer": "单位",
    "statistician": "统计人员",
    "office": "项目办",
    "meeting": "讲评会",
    "administrator": "系统管理员",
    "auditor": "审计员",
}
EVERYBODY = frozenset(NAMES)
READERS = EVERYBODY - {"administrator", "auditor"}  # of figures
STATISTICIAN = frozenset({"statistician"})
OFFICER = frozenset({"officer"})
MEETING = frozenset({"statistician", "meeting", "office"})
DESK = frozenset({"statistician", "office"})  # who run the week
