"""A file name for a memo, safe on every system, from the experiment's name."""

import re
import unicodedata

LONGEST = 80
_FALLBACK = "experiment memo"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def memo_file_name(experiment: str, suffix: str = ".html") -> str:
    """Return a name of letters, digits, space, '_' and '-', with `suffix`.

    Accents are dropped; what is left of at most 80 characters never names a Windows device, and
    no part of a path survives. Without anything left it is 'experiment memo'.
    """
    plain = unicodedata.normalize("NFKD", experiment[: 10 * LONGEST])
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    stem = " ".join(re.sub(r"[^A-Za-z0-9 _-]+", " ", ascii_only).split())
    stem = stem[:LONGEST].strip(" -_")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"{_FALLBACK} {stem}".strip()
    return f"{stem}{suffix}"
