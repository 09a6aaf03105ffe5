"""What is said of rows beside what pages say: spam, repeated texts, languages, who comments how much."""
