"""The subjects of Guatu: one English name each, the same in every wing; their folders bear it."""

SUBJECTS = {
    "overview": "总览",
    "map": "项目地图",
    "projects": "项目档案",
    "leaders": "联系项目",
    "completion": "投资完成",
    "batches": "批次进度",
    "entry": "入库入统",
    "reconciliation": "报统对账",
    "weekly": "周调度",
    "issues": "问题台账",
    "milestones": "节点挂图",
    "lists": "四类清单",
    "ranking": "考核排名",
    "meeting": "季度讲评",
    "reports": "报告",
    "intake": "数据接入",
    "data_health": "数据质量",
    "versions": "版本",
    "provenance": "出处",
    "definitions": "规则与口径",
}
