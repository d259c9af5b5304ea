"""The doors: the database, the way out, mail, the queue, the vault. Nobody else opens these."""
