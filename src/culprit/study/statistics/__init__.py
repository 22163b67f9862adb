"""The arithmetic of a small retrospective study: each file one question, each number checked against another program."""
