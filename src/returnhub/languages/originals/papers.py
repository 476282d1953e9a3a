"""Papers that are served on a person. Their words are an assumption of this service, not any state's form."""

from __future__ import annotations

from returnhub.languages.originals.text import Group, Original


def _paper(key: str, title: str, body: str) -> Original:
    return Original(key, Group.PAPER, title, body)


PAPERS = (
    _paper(
        "notice_of_intention",
        "Notice of intention",
        "We intend to move you to a return hub in another country. A named officer decided this and another"
        " person approved it. You have five working days before you can be given a date. In that time you can"
        " speak to a lawyer, say what stands against it, or ask for help to return by yourself. You can ask"
        " for this paper to be explained to you.",
    ),
    _paper(
        "notice_of_departure",
        "Notice of departure",
        "You are to be moved to {destination}, by this route: {route}. You will not be moved before"
        " {departs_from}. If you are not moved by {valid_until}, this paper no longer counts and you get"
        " a new one. You can still speak to a lawyer, or tell us of anything new.",
    ),
    _paper(
        "offer_of_voluntary_return",
        "Offer of help to return",
        "You can ask for help to return to your country by yourself, at any time, from anywhere. It is your"
        " choice. Nobody may punish you for saying no, and you can change your mind until you leave.",
    ),
    _paper(
        "decision",
        "Decision on a move",
        "A named officer looked at your case alone and decided. The reasons are below. Another person must"
        " approve a decision to move you before anything happens. You can ask a lawyer to challenge it.",
    ),
    _paper(
        "complaint",
        "How to complain",
        "You can complain about anything, in any language, without giving your name. Independent monitors"
        " read complaints. Hub staff and governments cannot.",
    ),
    _paper(
        "rights_on_arrival",
        "Rights on arrival",
        "On your first day: you see a nurse or a doctor, you can call your family and a lawyer, you are told"
        " how long you may be kept here and what happens then, and you get this paper in your language. You"
        " can ask for asylum here at any time. You can complain to independent monitors.",
    ),
)
