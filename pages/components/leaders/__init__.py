"""联系项目: the words and lists of a leader's projects."""
