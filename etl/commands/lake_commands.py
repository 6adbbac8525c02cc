"""``python -m etl publish-lake DIR|s3://…``: what a receiving office reads."""

import argparse

from etl.lake.publish_lake import publish_lake

OK = 0


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    publishing = commands.add_parser("publish-lake", parents=[shared], help="把各区数据发布成 Parquet 表，供上级汇总")
    publishing.add_argument("place", metavar="DIR|s3://…", help="文件夹，或 S3 兼容存储的地址（须装 s3fs）")
    publishing.add_argument("--district", action="append", default=[], metavar="ID", help="只发布这个区；可写多次")
    publishing.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    made = publish_lake(options.store, options.place, districts=options.districts, only=options.district)
    for one in made:
        withheld = "，不含单个项目的入统金额" if one.withholds_booked else ""
        print(f"已发布 {one.district} 的版本 {one.version}{withheld}")
    if not made:
        print("各区的当前版本都已发布过，没有改动。")
    return OK
