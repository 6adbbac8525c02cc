"""The pages before and beside the dashboard, as plain HTML: sign in, one's own account. No other host is asked."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from accounts.people import Account
from accounts.settings import Settings
from accounts.tokens import Token
from data import access

TITLE = "挂图 · 重点项目监测"


def sign_in(settings: Settings, *, token: str, after: str, login: str = "", fault: str = "") -> str:
    """Return the page on which people sign in."""
    local = f"""
<form method="post" action="/sign-in" autocomplete="on">
<input type="hidden" name="form" value="{escape(token)}"><input type="hidden" name="next" value="{escape(after)}">
<label for="login">账号</label>
<input id="login" name="login" value="{escape(login)}" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="64" required autofocus>
<label for="password">口令</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required>
<button type="submit">登录</button>
</form>"""
    oidc = ""
    if settings.oidc:
        quiet = "quiet" if settings.local_accounts else ""
        label = f"用{escape(settings.oidc.label)}登录"
        oidc = f'<a class="button {quiet}" href="/sign-in/oidc?next={quote(after)}">{label}</a>'
    return _page(
        "登录",
        '<div class="brand"><img src="/app/static/icon.png" alt=""><div><h1>挂图</h1>'
        '<p class="stand">重点项目监测</p></div></div>'
        + _fault(fault)
        + (local if settings.local_accounts else "")
        + oidc
        + '<p class="aside">忘记口令或账号被锁定，请联系本单位的系统管理员。离开时请退出登录。</p>',
    )


def own_account(
    settings: Settings,
    account: Account,
    *,
    token: str,
    last: datetime | None,
    fault: str = "",
    good: str = "",
    tokens: Sequence[Token] = (),
    made: str = "",
) -> str:
    """Return the page of one's own account: who one is, the password, signing out."""
    must = account.needs_change(settings.password)
    scope = "、".join(text for text in (account.unit, account.leader) if text)
    facts = [
        ("账号", account.login),
        ("角色", "、".join(name for role, name in access.NAMES.items() if role in account.roles)),
        *([("范围", scope)] if scope else []),
        ("上次使用", f"{last:%Y年%m月%d日 %H:%M}" if last else "第一次登录"),
    ]
    shown = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    rules = settings.password
    asked = (
        f"口令至少 {rules.least_length} 位，大写字母、小写字母、数字、符号中至少 {rules.least_classes} 种，不含账号，"
        f"不与最近 {rules.history} 次用过的相同；{rules.days} 天要改一次。"
    )
    why = "请先修改口令，再使用各页。" if must else ""
    password = f"""
<h2>修改口令</h2><p class="aside">{asked}</p>
<form method="post" action="/account">
<input type="hidden" name="form" value="{escape(token)}">
<input type="hidden" autocomplete="username" name="login" value="{escape(account.login)}">
<label for="present">现在的口令</label>
<input id="present" name="present" type="password" autocomplete="current-password" maxlength="128" required>
<label for="wanted">新口令</label>
<input id="wanted" name="wanted" type="password" autocomplete="new-password" maxlength="128" required>
<label for="again">再输入一次新口令</label>
<input id="again" name="again" type="password" autocomplete="new-password" maxlength="128" required>
<button type="submit">修改口令</button>
</form>"""
    leave = f"""
<h2>退出登录</h2>
<form method="post" action="/sign-out">
<input type="hidden" name="form" value="{escape(token)}">
<button class="quiet" type="submit" name="where" value="here">退出这台设备</button>
<button class="quiet" type="submit" name="where" value="everywhere">退出全部设备</button>
</form>"""
    back = "" if must else '<a class="button" href="/">进入挂图</a>'
    return _page(
        "我的账号",
        f"<h1>{escape(account.name)}</h1><dl>{shown}</dl>" + _fault(fault or why)
        + (f'<p class="good" role="status">{escape(good)}</p>' if good else "")
        + back + (password if account.has_password else "") + ("" if must else _tokens(tokens, token, made)) + leave,
    )  # fmt: skip


def _tokens(held: Sequence[Token], token: str, made: str) -> str:
    """Return the part of the account's page about tokens for programs; a new one's value is shown here only."""
    shown = (
        f'<p class="good" role="status">新令牌只显示这一次，请现在抄存：<br><code>{escape(made)}</code></p>'
        if made
        else ""
    )
    hidden = f'<input type="hidden" name="form" value="{escape(token)}">'
    rows = "".join(
        f'<form method="post" action="/account/tokens">{hidden}<p class="aside">{escape(one.label)}，'
        f"{one.expires_at:%Y年%m月%d日}到期，"
        f"{f'最近使用 {one.used_at:%Y年%m月%d日}' if one.used_at else '没有用过'}</p>"
        f'<button class="quiet" type="submit" name="revoke" value="{one.id}">撤销</button></form>'
        for one in held
        if one.is_open
    )
    return f"""
<h2>接口令牌</h2>
<p class="aside">给程序取数用（/api/v1/…），权限与您的账号相同。不要发给别人；不用了就撤销。</p>{shown}{rows}
<form method="post" action="/account/tokens">{hidden}
<label for="label">用途</label>
<input id="label" name="label" maxlength="40" required>
<button class="quiet" type="submit">新建令牌</button>
</form>"""


def _fault(text: str) -> str:
    return f'<p class="fault" role="alert">{escape(text)}</p>' if text else ""


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{escape(title)} · 挂图</title>
<link rel="icon" href="/app/static/icon.png"><link rel="stylesheet" href="/sign-in/style.css"></head>
<body><main>{body}</main><footer>{TITLE}</footer></body></html>"""
