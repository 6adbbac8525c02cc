"""What follows from the evidence of one pair by itself: it may be linked, a person must see it, or it is dropped.

Precision before recall: a link that is made by itself must be right, so every doubt leaves the pair to a person.
Whether another project claims the same (rivals) is judged over all pairs, in etl/sql/link/proposal.sql.
"""

from dataclasses import dataclass

from etl.build.link.compare import CLOSE, EXACT, FAR, Evidence

PENDING_SCORE = 70.0
RENAMED_NAME_SCORE = 25.0  # totals, towns and starts agree: a new name is thinkable
STRANGE_NAME_SCORE = 30.0  # of names under one code: have nothing in common
LATE_MONTHS = 12  # between the starts that two sources give: beyond, it may be the next round of the same works
SOON_MONTHS = 3
CLOSE_NAMES = {
    "same": "名称相同",
    "equal": "去掉前缀、括号、“建设项目”等通用字后名称相同",
    "slip": "名称只差同音、形近或颠倒的字",
}


@dataclass(frozen=True)
class Verdict:
    """What one pair's evidence allows."""

    claim: str | None  # code / name / rule: may be linked by it, if nobody else claims the same
    is_near: bool  # town, total and start say: this one among its namesakes
    is_kept: bool
    reasons: tuple[str, ...]  # what speaks for it
    doubts: tuple[str, ...]  # why a person must look


DROPPED = Verdict(claim=None, is_near=False, is_kept=False, reasons=(), doubts=())


def judge(evidence: Evidence) -> Verdict:
    """Judge a pair by its own evidence."""
    if not (evidence.code == "same" or _is_worth_a_look(evidence)):
        return DROPPED
    doubts = _doubts(evidence)
    claim = _claim_by_code(evidence) if evidence.code == "same" else _claim_by_name(evidence) if not doubts else None
    return Verdict(
        claim=claim,
        is_near=evidence.town == "same" and _is_exact(evidence) and _is_soon(evidence),
        is_kept=True,
        reasons=_reasons(evidence),
        doubts=() if claim else doubts or (_lacking(evidence),),
    )


def _claim_by_code(evidence: Evidence) -> str | None:
    """A code says more than names do, but not that one phase is another, nor that strangers are one."""
    is_strange = evidence.name_score < STRANGE_NAME_SCORE and (evidence.total_off or 0) > FAR
    return None if evidence.marks == "conflict" or is_strange else "code"


def _claim_by_name(evidence: Evidence) -> str | None:
    """Of a pair that nothing contradicts: the further the names are apart, the more else must agree."""
    if evidence.grade == "same" and not evidence.is_generic:
        return "name"
    if not _is_supported(evidence):
        return None
    if evidence.grade == "same":
        return "name"
    if evidence.grade == "equal":
        return "rule"
    is_slip = evidence.grade == "slip" and _is_exact(evidence) and _is_soon(evidence)
    return "rule" if is_slip and not evidence.is_generic else None


def is_far(evidence: Evidence) -> bool:
    """Tell whether town or total say that this namesake is another one."""
    return evidence.town == "different" or (evidence.total_off is not None and evidence.total_off > 2 * CLOSE)


def _doubts(evidence: Evidence) -> tuple[str, ...]:
    """Return every contradiction, in words."""
    found = []
    if evidence.marks == "conflict":
        found.append(f"名称中的区别标志相互矛盾：{evidence.marks_differ}")
    if evidence.marks == "one_sided":
        found.append(f"区别标志只有一方写明：{evidence.marks_differ}")
    if evidence.code == "different":
        found.append("双方都有代码而不相同")
    if evidence.town == "different":
        found.append("所在镇街不同")
    if evidence.owner == "different":
        found.append("名称所写单位不是该项目业主")
    if evidence.total_off is not None and evidence.total_off > FAR:
        found.append(f"总投资相差{evidence.total_off:.0%}")
    if (evidence.start_months or 0) > LATE_MONTHS:
        found.append(f"开工相差{evidence.start_months}个月")
    elif evidence.total_off and not _is_exact(evidence) and evidence.start_months and not _is_soon(evidence):
        found.append(f"总投资相差{evidence.total_off:.1%}，开工又相差{evidence.start_months}个月")
    return tuple(found)


def _is_supported(evidence: Evidence) -> bool:
    """Something beside the name speaks for the pair, and the total does not speak against it."""
    is_close = evidence.total_off is not None and evidence.total_off <= CLOSE
    is_placed = evidence.town == "same" or evidence.owner == "same"
    if evidence.is_generic:
        return is_close and is_placed and (_is_soon(evidence) or evidence.start_months is None)
    if evidence.grade == "slip":
        return is_close and is_placed
    if evidence.total_off is not None and evidence.total_off > 2 * CLOSE:
        return False
    return is_close or is_placed


def _is_exact(evidence: Evidence) -> bool:
    return evidence.total_off is not None and evidence.total_off <= EXACT


def _is_soon(evidence: Evidence) -> bool:
    return evidence.start_months is not None and evidence.start_months <= SOON_MONTHS


def _is_worth_a_look(evidence: Evidence) -> bool:
    if evidence.marks == "conflict":
        return False
    is_renamed = (
        evidence.name_score >= RENAMED_NAME_SCORE
        and evidence.total_off is not None
        and evidence.total_off <= CLOSE
        and evidence.town == "same"
        and evidence.start_months is not None
        and evidence.start_months <= 1
    )
    if evidence.grade in CLOSE_NAMES:
        return True
    return is_renamed or (evidence.grade in ("contained", "alike") and evidence.score >= PENDING_SCORE)


def _lacking(evidence: Evidence) -> str:
    if evidence.grade in ("same", "equal"):
        return "通名，镇街与总投资未能同时印证" if evidence.is_generic else "名称之外没有别的印证"
    if evidence.grade == "slip":
        return "疑为同音或形近错字，总投资、镇街或业主未能印证"
    if evidence.grade == "contained":
        return "一方名称包含另一方，多出的部分可能另有所指"
    return "名称相近而不相同"


def _reasons(evidence: Evidence) -> tuple[str, ...]:
    found = []
    if evidence.code == "same":
        found.append("代码相同")
    if evidence.grade in CLOSE_NAMES:
        found.append(CLOSE_NAMES[evidence.grade])
    if evidence.town == "same":
        found.append("镇街相同")
    if evidence.owner == "same":
        found.append("业主相同")
    if evidence.total_off is not None and evidence.total_off <= CLOSE:
        found.append("总投资相同" if evidence.total_off == 0 else f"总投资相差{evidence.total_off:.1%}")
    if evidence.start_months is not None and evidence.start_months <= 1:
        found.append("开工同月" if evidence.start_months == 0 else "开工相差1个月")
    return tuple(found)
