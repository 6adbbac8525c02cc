"""我的任务 and 报送情况: the words, lists and acts of what units have to send and to do."""
