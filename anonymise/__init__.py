"""The red room: every module that sees a real name. No message, `repr` or error here shows source text."""
