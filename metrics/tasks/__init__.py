"""我的任务: what a unit still has to send, to do and to explain, and who has sent what."""
