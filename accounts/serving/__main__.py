"""``python -m accounts.serving --host … --port …``: serve to others; refuses where nobody could sign in."""

import argparse
import errno
import json
import os
import socket
import ssl
import sys
from pathlib import Path

from accounts import database, people
from accounts.schema import AccountsTooNew
from accounts.serving.app import SERVED, is_loopback
from accounts.serving.gate import HEADER
from accounts.settings import BadSettings, Settings, read_settings
from data.ledger_schema import LedgerAway, LedgerTooNew
from data.warehouse import store_folder

ROOT = Path(__file__).parents[2]
PORT_FAULTS = {
    errno.EADDRINUSE: "端口已被占用，请换 --port，或停掉占用它的程序",
    errno.EACCES: "没有权限用这个端口，请用 1024 以上的端口",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址，请核对 --host",
}


class CannotServe(Exception):  # noqa: N818
    """The server does not start; says why and what to do, in Chinese."""


def main(arguments: list[str] | None = None) -> int:
    """Check what must hold, then serve until stopped; 1 where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m accounts.serving", description="在网络上提供挂图（要登录）。")
    parser.add_argument("--host", required=True, help="监听的地址，例如 0.0.0.0")
    parser.add_argument("--port", type=int, default=8501, help="端口，默认 8501")
    parser.add_argument("--store", help="数据目录，默认 GUATU_STORE 或 data/store")
    parser.add_argument("--check", action="store_true", help="只检查能否启动")
    asked = parser.parse_args(arguments)
    if asked.store:
        os.environ["GUATU_STORE"] = str(Path(asked.store).resolve())
    try:
        settings = read_settings()
        check(settings, asked.host, asked.port)
    except (CannotServe, BadSettings, LedgerAway, LedgerTooNew, AccountsTooNew) as error:
        print(f"不能启动：{error}", file=sys.stderr)
        return 1
    if asked.check:
        print("可以启动。")
        return 0
    return run(settings, asked.host, asked.port)


def check(settings: Settings, host: str, port: int) -> None:
    """Raise ``CannotServe`` unless people could sign in, safely, at this address."""
    engine = database.open_database()
    try:
        everybody = [account for account in people.every(engine) if account.is_active]
    finally:
        engine.dispose()
    if not (settings.local_accounts or settings.oidc or (settings.proxy and settings.proxy.user_header)):
        raise CannotServe("没有任何登录方式。请在 server.toml 里设 local_accounts = true，或写 [oidc]、[proxy]。")
    if not everybody:
        raise CannotServe(
            "还没有账号，谁也登录不了。请先加系统管理员：\n"
            "  python -m accounts add 账号 --name 姓名 --roles administrator"
        )
    if not any("administrator" in account.roles for account in everybody):
        raise CannotServe("没有系统管理员的账号。请用 python -m accounts roles 账号 administrator 指定一个。")
    behind_proxy = settings.proxy is not None and settings.is_secure
    if not is_loopback(host) and not settings.tls and not behind_proxy and not settings.plain_http:
        raise CannotServe(
            f"{host} 在网络上，口令不能明文传送。请在 {store_folder() / 'server.toml'} 里三选一：\n"
            "  1. [tls] 写证书 certificate 和私钥 key；\n"
            '  2. 放在反向代理后面：address = "https://…"，[proxy] addresses = ["代理的地址"]；\n'
            "  3. 只在完全可信的网络里：plain_http = true。"
        )
    if settings.tls:
        _check_certificate(settings)
    if settings.oidc:
        _check_secret(settings.oidc.secret_file)
    _check_port(host, port)


def run(settings: Settings, host: str, port: int) -> int:
    """Start Streamlit's server in this process with the gate in front."""
    from streamlit.web import cli

    os.environ |= {SERVED: "1", "FORWARDED_ALLOW_IPS": ""}  # the gate reads a proxy's headers, nobody else
    os.environ["GUATU_STORE"] = str(store_folder().resolve())
    os.chdir(ROOT)
    options = {
        "server.address": host,
        "server.port": port,
        "server.trustedUserHeaders": json.dumps({HEADER: "session"}),
        "server.maxUploadSize": settings.limits.upload_megabytes,
        "server.enableXsrfProtection": "true",
        "server.enableCORS": "true",
    }
    if settings.address:
        options["server.corsAllowedOrigins"] = settings.address
    if settings.tls:
        options |= {"server.sslCertFile": settings.tls.certificate, "server.sslKeyFile": settings.tls.key}
    return cli.main(["run", "dashboard.py", *(f"--{name}={value}" for name, value in options.items())]) or 0


def _check_certificate(settings: Settings) -> None:
    tls = settings.tls
    assert tls is not None  # noqa: S101  (the caller asked)
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.certificate, tls.key)
    except FileNotFoundError:
        raise CannotServe(f"证书 {tls.certificate} 或私钥 {tls.key} 不在，请核对 server.toml 的 [tls]。") from None
    except (ssl.SSLError, OSError) as error:
        raise CannotServe(
            f"证书 {tls.certificate} 和私钥 {tls.key} 用不了"
            f"（{getattr(error, 'reason', None) or type(error).__name__}）："
            "要 PEM 格式，私钥不加口令，两者是一对。"
        ) from None


def _check_secret(path: Path) -> None:
    if not path.is_file() or not path.read_text(encoding="utf-8").strip():
        raise CannotServe(f"统一身份认证的密钥文件 {path} 不在或是空的：请把客户端密钥写进去，只让服务的用户读。")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise CannotServe(f"{path} 别的用户也能读，请运行 chmod 600 {path}。")


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        if os.name != "nt":
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", None)
            why = PORT_FAULTS.get(number or 0, "地址或端口写得不对")
            raise CannotServe(f"{host}:{port} 用不了：{why}。") from None


if __name__ == "__main__":
    sys.exit(main())
