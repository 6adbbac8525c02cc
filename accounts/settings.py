"""What the server is told by ``server.toml`` in the store: read once at start, unknown keys refused by name."""

import ipaddress
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.warehouse import store_folder

NAME = "server.toml"


class BadSettings(Exception):  # noqa: N818
    """The file says what cannot be; says which key and what to do, in Chinese."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError("写成 https://主机名 或 https://主机名:端口")
    return f"{parts.scheme}://{parts.netloc}"


def _network(text: str) -> str:
    ipaddress.ip_network(text, strict=False)
    return text


class Tls(_Part):
    """Certificate and key of this server, both PEM files."""

    certificate: Path
    key: Path


class Proxy(_Part):
    """A reverse proxy in front: only from these addresses are its headers believed."""

    addresses: tuple[Annotated[str, AfterValidator(_network)], ...] = Field(min_length=1)
    user_header: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+$")

    @cached_property
    def _networks(self) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        return [ipaddress.ip_network(text, strict=False) for text in self.addresses]

    def is_one(self, address: str) -> bool:
        """Tell whether an address is one of the proxy's."""
        try:
            host = ipaddress.ip_address(address)
        except ValueError:
            return False
        host = getattr(host, "ipv4_mapped", None) or host
        return any(host in network for network in self._networks if network.version == host.version)


class Oidc(_Part):
    """Sign-in by OpenID Connect. The secret stands in a file of its own, readable for the server only."""

    issuer: Annotated[str, AfterValidator(str.strip)]
    client_id: str
    secret_file: Path
    label: str = "统一身份认证"
    claim: str = "preferred_username"  # whose value is the account

    @property
    def is_safe(self) -> bool:
        """Whether nobody in between can speak for the provider."""
        parts = urlsplit(self.issuer)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))


class PasswordRules(_Part):
    """What a password must be."""

    least_length: int = Field(default=10, ge=8, le=64)
    least_classes: int = Field(default=3, ge=3, le=4)
    history: int = Field(default=5, ge=1, le=24)
    days: int = Field(default=90, ge=1, le=365)


class Locking(_Part):
    """After how many failures within some minutes nobody can try any more."""

    failures_by_account: int = Field(default=5, ge=3, le=10)
    failures_by_address: int = Field(default=30, ge=3, le=1000)
    minutes: int = Field(default=15, ge=5, le=1440)


class SessionRules(_Part):
    """When a session ends."""

    idle_minutes: int = Field(default=30, ge=5, le=480)
    hours: int = Field(default=10, ge=1, le=24)
    at_most: int = Field(default=3, ge=1, le=10)  # of one account at once


class Limits(_Part):
    """How large what comes in may be."""

    upload_megabytes: int = Field(default=50, ge=1, le=500)


class Settings(_Part):
    """All that ``server.toml`` may say."""

    address: Annotated[str, AfterValidator(_address)] | None = None  # as people type it
    plain_http: bool = False
    local_accounts: bool = True
    tls: Tls | None = None
    proxy: Proxy | None = None
    oidc: Oidc | None = None
    password: PasswordRules = PasswordRules()
    locking: Locking = Locking()
    session: SessionRules = SessionRules()
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _fits_together(self) -> "Settings":
        if self.oidc and not self.address:
            raise ValueError("用统一身份认证时要写 address：登录后要回到这个地址")
        if self.oidc and not self.oidc.is_safe:
            raise ValueError("oidc.issuer 要以 https:// 开头")
        if self.tls and self.plain_http:
            raise ValueError("有证书（tls）就不要写 plain_http = true")
        return self

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the server by https."""
        return self.tls is not None or (self.address or "").startswith("https://")


def read_settings(store: Path | str | None = None) -> Settings:
    """Return the settings of a store; without a file those that hold by default.

    Raises:
        BadSettings: with each fault on a line of its own.
    """
    path = store_folder(store) / NAME
    if not path.exists():
        return Settings()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Settings.model_validate(_placed(said, path.parent))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} 读不出来（{type(error).__name__}）：请核对文件的权限，用 UTF-8 保存。") from None
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path} 不是合格的 TOML：{error}。") from None
    except ValidationError as error:
        raise BadSettings("\n".join([f"{path} 有写错的地方：", *map(_fault, error.errors())])) from None


def _placed(said: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return what the file says, with paths taken from where the file is."""
    for part, keys in (("tls", ("certificate", "key")), ("oidc", ("secret_file",))):
        for key in keys:
            if isinstance(said.get(part), dict) and isinstance(said[part].get(key), str):
                said[part][key] = str(folder / said[part][key])
    return said


def _fault(fault: Any) -> str:  # noqa: ANN401
    key = ".".join(map(str, fault["loc"])) or "全文"
    kinds = {"extra_forbidden": "没有这个键，请删去或核对拼写", "missing": "缺这个键"}
    limits = "、".join(f"{name} {value}" for name, value in fault.get("ctx", {}).items() if name in ("ge", "le"))
    words = limits and f"超出范围（{limits.replace('ge', '至少').replace('le', '至多')}）"
    return f"  {key}：{kinds.get(fault['type']) or words or fault['msg'].removeprefix('Value error, ')}"
