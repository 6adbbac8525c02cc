"""What the page 考核排名 is made of."""
