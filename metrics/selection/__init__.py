"""What the pages 项目遴选 and 计划草案 ask."""
