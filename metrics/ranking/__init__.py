"""Assessment (考核排名): scores, leagues, cards, the ladder and the year."""
