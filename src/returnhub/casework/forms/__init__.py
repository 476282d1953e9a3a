"""The room's forms: they parse what was typed; the command checks it again."""
