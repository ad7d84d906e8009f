"""Quality Gate answers one question about a commit: may it be deployed?"""
