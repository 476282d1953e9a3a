"""Invented names, each in a script of its state of origin. Families' names are put together from syllables.

Given names are common words of their languages; no name here is taken from a person or a list of people.
"""

from __future__ import annotations

import random

_GIVEN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "latin": (
        ("Adan", "Beno", "Ilir", "Marko", "Toma", "Luan", "Deni"),
        ("Ana", "Mira", "Teuta", "Lena", "Dora", "Vesa"),
    ),
    "albanian": (
        ("Agim", "Besnik", "Çelik", "Dritan", "Ëngjëll", "Luan"),
        ("Arta", "Besa", "Drita", "Vjollca", "Zana"),
    ),
    "arabic": (("أمير", "باسم", "سامر", "كريم", "نادر", "وليد"), ("أمل", "ريم", "سلمى", "نور", "هدى")),
    "persian": (
        ("آرش", "بهرام", "پیمان", "فرهاد", "کاوه", "نوید"),
        ("آرزو", "پروین", "ژاله", "شیرین", "نسرین"),
    ),
    "ethiopic": (("ሃብቶም", "ሰለሞን", "ተስፋይ", "ክብሮም", "ዮናስ"), ("ሰናይት", "ለተ", "ምሕረት", "ኣበባ", "ጽጌ")),
    "vietnamese": (("Bảo", "Đức", "Hải", "Minh", "Quang", "Tuấn"), ("Hạnh", "Lan", "Mai", "Ngọc", "Thảo")),
    "devanagari": (("अमन", "कमल", "दीपक", "राजन", "विजय"), ("आशा", "उमा", "ज्योति", "लता", "सुधा")),
    "bengali": (("আকাশ", "কামাল", "তুষার", "রবি", "সজল"), ("আলো", "জয়া", "নদী", "মিতা", "শিলা")),
}
_SYLLABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "latin": (("Bar", "Dor", "Kel", "Mon", "Tar", "Vel"), ("ado", "inel", "omir", "usk", "ano")),
    "albanian": (("Bren", "Dush", "Gjel", "Kor", "Shkem", "Ther"), ("aqi", "eshi", "olli", "ura", "ëza")),
    "arabic": (("بر", "در", "سم", "قن", "مر", "ند"), ("اني", "وري", "ادي", "يفي", "امي")),
    "persian": (("بر", "دش", "کو", "مه", "نی", "سر"), ("آبادی", "پوران", "نژادی", "زاری", "وندی")),
    "ethiopic": (("በረ", "ገብ", "ደስ", "ሃይ", "መን"), ("ከላ", "ታይ", "ሎም", "ሳና", "ዘራ")),
    "vietnamese": (("Lữ", "Tạ", "Khổng", "Đới", "Nghiêm"), (" Văn", " Thị", " Xuân", " Thanh", " Kim")),
    "devanagari": (("भार", "देव", "कर", "नव", "सर"), ("पाली", "ाणी", "ेला", "ुरी", "ोदा")),
    "bengali": (("বর", "দীপ", "কর", "নব", "সর"), ("ানি", "েলা", "ুরি", "োদা", "পাল")),
}
_SCRIPTS = {
    "IRN": "persian",
    "AFG": "persian",
    "IRQ": "arabic",
    "ALB": "albanian",
    "SYR": "arabic",
    "ERI": "ethiopic",
    "SDN": "arabic",
    "VNM": "vietnamese",
    "PAK": "arabic",
    "BGD": "bengali",
    "IND": "devanagari",
}


def a_name(draw: random.Random, origin: str, sex: str) -> str:
    """An invented name in the script of a state of origin."""
    script = _SCRIPTS.get(origin, "latin")
    men, women = _GIVEN[script]
    given = draw.choice(women if sex == "female" else men)
    first, last = _SYLLABLES[script]
    family = draw.choice(first) + draw.choice(last)
    return f"{family} {given}" if script == "vietnamese" else f"{given} {family}"
