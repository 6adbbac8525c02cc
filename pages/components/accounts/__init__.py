"""What the pages 账号 and 审计 show and do."""
