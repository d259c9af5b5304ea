"""Use cases, named by verbs. One function, one transaction."""
