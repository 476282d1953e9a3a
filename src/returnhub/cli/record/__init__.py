"""`returnhub record`: a log that nobody can quietly rewrite. One module for each few verbs."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the noun `record` and its verbs."""
    # here, since words of the record are needed by the words that every verb stands on
    from returnhub.cli.record import witness
    from returnhub.cli.record.append import append
    from returnhub.cli.record.cosigned import add_cosignature
    from returnhub.cli.record.erase import erase
    from returnhub.cli.record.page import page
    from returnhub.cli.record.prove import prove
    from returnhub.cli.record.sequence import checkpoint, hand_over
    from returnhub.cli.record.show import export, show
    from returnhub.cli.record.start import init
    from returnhub.cli.record.timestamp import timestamp
    from returnhub.cli.record.verify import verify

    noun = typer.Typer(
        help="A log that nobody can quietly rewrite: keep one, prove what stands in it, check it.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    app.add_typer(noun, name="record")
    noun.command("init", short_help="Start a log, and make its key.")(init)
    noun.command("append", short_help="Put contents on record.")(append)
    noun.command("checkpoint", short_help="Bring what waits under a signed checkpoint.")(checkpoint)
    noun.command("show", short_help="What a log holds, or one entry of it.")(show)
    noun.command("prove", short_help="Prove that an entry is on record, or that the log only grew.")(prove)
    noun.command("verify", short_help="Count a record again; name the first changed entry.")(verify)
    noun.command("page", short_help="A page that checks receipts and proofs in a browser, offline.")(page)
    noun.command("export", short_help="Copy a log for a monitor.")(export)
    noun.command("erase", short_help="Erase an entry's content on a legal basis; the tree stays.")(erase)
    noun.command("hand-over", short_help="Change the log's key, signed by the old and the new one.")(
        hand_over
    )
    noun.command("add-cosignature", short_help="Add a witness's cosignature that came as a file.")(
        add_cosignature
    )
    noun.command("timestamp", short_help="Have an outside authority say when a checkpoint was there.")(
        timestamp
    )
    witness.register(noun)
