"""Install Guatu from its unpacked bundle, upgrade it, or go back: ``python3 -m deploy.install --help``.

Uses Python's own library only and no network. What an upgrade replaces is kept beside it as ``<folder>.before``; where
a step of it fails, that program is put back, and the store's backup where it cannot read the store any more.
"""

import argparse
import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.running import Failed, checked, command, python, run, step, try_out, version, wait_for

PROGRAM = Path(__file__).resolve().parents[1]
BUNDLE = PROGRAM.parent
SUMS = BUNDLE / "SHA256SUMS"
LABEL = "installed.json"  # in the program's folder: the sums of what was shipped
PROFILES = "data/districts/"


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked; 1 with a sentence where it fails."""
    asked = _parser().parse_args(arguments)
    try:
        asked.run(asked)
    except (Failed, OSError) as error:
        print(f"\n没有完成：{error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m deploy.install", description="安装、升级、退回挂图，不用联网。")
    commands = parser.add_subparsers(required=True, metavar="check | install | upgrade | back")
    places = argparse.ArgumentParser(add_help=False)
    places.add_argument("--to", type=Path, required=True, help="程序目录，如 /opt/guatu")
    places.add_argument("--store", type=Path, required=True, help="数据目录，如 /var/lib/guatu")
    server = argparse.ArgumentParser(add_help=False)
    server.add_argument("--stop", help="停止服务的命令，如 “systemctl stop guatu.target”")
    server.add_argument("--start", help="启动服务的命令，如 “systemctl start guatu.target guatu@8501”")
    server.add_argument("--health", help="启动后核对的地址，如 http://127.0.0.1:8501/_stcore/health")
    server.add_argument("--stopped", action="store_true", help="服务已经停了（没有 --stop 时要写）")
    commands.add_parser("check", help="核对安装包、Python 和字体").set_defaults(run=lambda _: check())
    commands.add_parser("install", parents=[places], help="装到空目录").set_defaults(run=install)
    commands.add_parser("upgrade", parents=[places, server], help="备份后换成这个版本").set_defaults(run=upgrade)
    commands.add_parser("back", parents=[places, server], help="退回升级以前的程序").set_defaults(run=back)
    return parser


def check() -> None:
    """Check the bundle's sums, this Python and the fonts; a missing font is only told."""
    step("核对安装包")
    for digest, name in _sums():
        path = BUNDLE / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise Failed(f"{name} 缺少或与 {SUMS.name} 不符。请重新复制、解压安装包")
    if sys.version_info[:2] != (3, 11):
        raise Failed(f"要用 Python 3.11，这里是 {sys.version.split()[0]}。请用 python3.11 运行本文件")
    if shutil.which("fc-list") and not subprocess.check_output(["fc-list", ":lang=zh-cn"]).strip():  # noqa: S607
        print("  提示：这台机器没有中文字体，PDF 和演示文稿会缺字。Debian：安装 fonts-noto-cjk")


def install(asked: argparse.Namespace) -> None:
    """Put the program into an empty folder and start it once."""
    check()
    if asked.to.exists() and any(asked.to.iterdir()):
        raise Failed(f"{asked.to} 里已有文件。换一个空目录；已经装过的用 upgrade")
    _lay_down(asked.to)
    asked.store.mkdir(parents=True, exist_ok=True)
    try_out(asked.to, asked.store)
    print(
        f"\n已安装 {version(asked.to)}。下一步（在 {asked.to} 里，GUATU_STORE 设为 {asked.store}）：\n"
        f"  1. 加系统管理员：{python(asked.to)} -m accounts add guanli --name 管理员 --roles administrator\n"
        f"  2. docs/server.toml 复制到 {asked.store}，写证书或反向代理\n"
        f"  3. 启动：{python(asked.to)} -m accounts.serving --host 0.0.0.0 --port 8501 --store {asked.store}\n"
        "  服务方式、每晚备份见 deploy/README.md 和 使用说明.md“给管理员”。"
    )


def upgrade(asked: argparse.Namespace) -> None:
    """Install beside, stop, back up, change places, rebuild, try, start; put all back where a step fails."""
    check()
    _require_installed(asked.to)
    _require_way_to_stop(asked)
    kept, new, before = _beside(asked.to, "failed"), _beside(asked.to, "new"), _beside(asked.to, "before")
    shutil.rmtree(new, ignore_errors=True)
    _lay_down(new)
    for name in _carry_profiles(asked.to, new):
        print(f"  沿用本单位的配置 {name}")
    command(asked.stop, "停止服务")
    step("备份")
    backup = asked.store / "backups" / f"{time.strftime('%Y%m%dT%H%M%S')}-{version(asked.to)}.zip"
    try:
        run(asked.to, asked.store, "etl", "backup", str(backup))
    except Failed:
        _start(asked)
        raise
    shutil.rmtree(before, ignore_errors=True)
    asked.to.rename(before)
    new.rename(asked.to)
    try:
        try_out(asked.to, asked.store)
        _start(asked)
    except Failed as error:
        print(f"  {error}\n  退回升级以前的程序和数据", file=sys.stderr)
        with contextlib.suppress(Failed):  # it may not have started
            command(asked.stop, "停止服务")
        shutil.rmtree(kept, ignore_errors=True)
        asked.to.rename(kept)
        before.rename(asked.to)
        try:
            run(asked.to, asked.store, "etl", "status", "--json", quiet=True)
        except Failed:
            run(asked.to, asked.store, "etl", "restore", str(backup), "--instead")
        _start(asked)
        raise Failed(f"新版本没有通过检查，已退回 {version(asked.to)}；没有通过的留在 {kept}。{error}") from None
    print(f"\n已升级到 {version(asked.to)}。以前的程序在 {before}，升级以前的备份是 {backup}。")


def back(asked: argparse.Namespace) -> None:
    """Change places with the program before the last upgrade; the store's data stay and are built by it."""
    before, kept = _beside(asked.to, "before"), _beside(asked.to, "after")
    _require_installed(before)
    _require_way_to_stop(asked)
    command(asked.stop, "停止服务")
    shutil.rmtree(kept, ignore_errors=True)
    asked.to.rename(kept)
    before.rename(asked.to)
    try_out(asked.to, asked.store)
    _start(asked)
    print(f"\n已退回 {version(asked.to)}。刚才的程序在 {kept}。")


def _sums() -> list[tuple[str, str]]:
    """Return digest and name of every file that was shipped."""
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    return [(digest, name) for digest, _, name in (line.partition("  ") for line in lines)]


def _lay_down(program: Path) -> None:
    """Copy the program and install its libraries beside it."""
    step(f"安装到 {program}")
    shutil.copytree(PROGRAM, program, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for script in (program / "deploy").glob("*.sh"):
        script.chmod(0o755)
    checked([sys.executable, "-m", "venv", str(program / ".venv")], "建不成 Python 环境。Debian：安装 python3-venv")
    pip = [str(python(program)), "-m", "pip", "install", "--quiet", "--isolated", "--no-index"]
    for name in ("requirements.txt", "requirements-postgres.txt"):
        wanted = ["--find-links", str(BUNDLE / "wheels"), "-r", str(program / name)]
        checked([*pip, *wanted], "安装包里没有适合这台机器的库（只有 Linux x86-64、aarch64 和 Windows x86-64）")
    checked([str(python(program)), "-m", "compileall", "-q", str(program), "-x", r"[.]venv"], "程序文件损坏")
    label = {name.removeprefix("program/"): digest for digest, name in _sums() if name.startswith("program/")}
    (program / LABEL).write_text(json.dumps(label, ensure_ascii=False, indent=1), encoding="utf-8")


def _carry_profiles(old: Path, new: Path) -> Iterator[str]:
    """Copy the district profiles that the office added or changed; yield their names."""
    shipped = json.loads((old / LABEL).read_text(encoding="utf-8"))
    for path in sorted((old / PROFILES).rglob("*")):
        name = path.relative_to(old).as_posix()
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != shipped.get(name):
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name)
            yield name


def _require_installed(program: Path) -> None:
    if not (program / LABEL).is_file():
        raise Failed(f"{program} 里没有由安装包装上的挂图。核对 --to；第一次安装用 install")


def _require_way_to_stop(asked: argparse.Namespace) -> None:
    if not asked.stop and not asked.stopped:
        raise Failed("不知道怎样停止正在运行的挂图。请写 --stop 命令；已经停了的写 --stopped")


def _beside(program: Path, name: str) -> Path:
    return program.with_name(f"{program.name}.{name}")


def _start(asked: argparse.Namespace) -> None:
    command(asked.start, "启动服务")
    if asked.health:
        wait_for(asked.health)


if __name__ == "__main__":
    sys.exit(main())
