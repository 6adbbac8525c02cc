"""The lake on Apache Spark: the metrics' own SQL, translated, for whoever outgrows one machine.

A metric is handed a ``Reader`` as on DuckDB. What Spark answers comes back through DuckDB, so that a frame has the same
types whichever engine has answered. Needs ``requirements-spark.txt`` and a Java runtime 17.
"""

from collections.abc import Mapping
from typing import Any

import duckdb

from data import lake as lakes
from data.lake import Lake
from data.lake_views import city_view, district_view
from data.reading import Answers, Reader
from data.spark_sql import tables_of, translated

APP = "guatu"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.ansi.enabled": "true",  # an amount that does not fit is an error, never a null
    "spark.sql.shuffle.partitions": "8",  # raised by itself where there is more (adaptive)
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
}


class SparkMissing(ValueError):  # noqa: N818  (a state, not a fault)
    """Spark cannot be had here; says what is wanting, in Chinese."""


class SparkLake:
    """A lake as Spark reads it; as ``data.lake.Lake``, but for the engine."""

    def __init__(self, lake: Lake, master: str, settings: Mapping[str, str] | None = None) -> None:
        """Join a cluster (``spark://HOST:PORT``) or use this machine's cores (``local[n]``).

        Raises:
            SparkMissing: pyspark or Java is not installed, or the cluster does not answer.
        """
        self.lake = lake
        self.at, self.deliveries, self.version, self.profile = lake.at, lake.deliveries, lake.version, lake.profile
        self.session = _session(master, dict(settings or {}))
        self._answers = {False: Answers(), True: Answers()}
        self._shown: set[str] = set()
        last = max((one.last_known_on for one in lake.deliveries if one.last_known_on), default=None)
        self.session.sql("select cast(:last as date) as last_known_on", args={"last": last}).createOrReplaceTempView(
            "meta_version"
        )

    def reader(self, *, city: bool = False) -> Reader:
        """Return what metrics ask; see ``data.lake.Lake.reader``."""
        cursor: Any = _Cursor(self, "city" if city else "mart")
        return Reader(cursor, self._answers[city])

    def show(self, table: str) -> None:
        """Let Spark see a table's current files, in both looks (``data.lake_views``), where it does not yet."""
        if table in self._shown:
            return
        columns = lakes.tables(self.deliveries)[table]
        paths = lakes.paths(self.at, self.deliveries, table)
        base = f"{self.at.address(self.at.root)}/tables/{table}"
        self.session.read.option("basePath", base).parquet(*paths).createOrReplaceTempView(f"files_{table}")
        for name, view in (("mart", district_view(columns)), ("city", city_view(table, columns))):
            text = translated(view.format(source=f"files_{table}"))
            self.session.sql(text).createOrReplaceTempView(f"{name}_{table}")
        self._shown.add(table)


class _Cursor:
    """Looks to a ``Reader`` like a cursor of DuckDB."""

    def __init__(self, lake: SparkLake, mart: str) -> None:
        self._lake, self._mart = lake, mart

    def execute(self, sql: duckdb.Statement, values: Mapping[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
        """Ask Spark; the rows are then DuckDB's."""
        for table in tables_of(sql.query):
            self._lake.show(table)
        text = translated(sql.query, self._mart)
        answer = self._lake.session.sql(text, args=_bound(values or {})).toArrow()
        con = duckdb.connect()
        con.register("answer", answer)
        return con.execute("select * from answer")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Refuse: derived tables of an earlier day cannot be made here."""
        raise ValueError("Spark 上只能问最新数据，不能加 --known-on；按某一天的数据请不加 --engine。")

    def close(self) -> None:
        """Nothing is open."""


def _bound(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as Spark binds them: a list becomes an array."""
    from pyspark.sql import functions as f

    return {
        name: f.array(*map(f.lit, value)) if isinstance(value, list | tuple) else value
        for name, value in values.items()
    }


def _session(master: str, settings: dict[str, str]) -> Any:  # noqa: ANN401
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise SparkMissing("没有装 pyspark。请运行 pip install -r requirements-spark.txt，并装 Java 17。") from None
    builder = SparkSession.builder.master(master).appName(APP)
    for name, value in (SETTINGS | settings).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise SparkMissing(
            f"Spark（{master}）用不了：{str(error).splitlines()[0]}。请查 Java 17 和集群地址。"
        ) from None
