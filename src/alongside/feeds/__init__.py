"""From what arrives to rows: bytes and tables in, drafts of the log out."""
