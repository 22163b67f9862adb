"""The nouns: frozen, and an impossible one cannot be built. Imports nothing of ours."""
