"""What columns of exports are called, and names compared so that spelling does not matter."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

VARIANT_NAMES: Final = (
    *("variant", "variation", "group", "arm", "bucket", "test group", "experiment group"),
    *("variant name", "variation name", "version", "condition", "cell", "branch"),
    *("treatment", "treatment group", "test cell", "ab group", "ab variant", "alternative"),
    *("experiment variant", "experiment variation", "experiment arm", "variant key"),
    *("variant id", "variation id", "experience", "variante", "gruppe", "testgruppe"),
    *("bedingung", "groupe", "bras", "variacion", "variacao", "grupo", "variazione", "gruppo"),
    *("braccio", "groep", "variatie", "testgroep", "conditie", "row labels"),
    *("zeilenbeschriftungen", "etiquettes de lignes", "etiquetas de fila", "rotulos de linha"),
    *("etichette di riga", "rijlabels"),
)
USERS_NAMES: Final = (
    *("users", "visitors", "unique users", "unique visitors", "participants", "customers"),
    *("subjects", "people", "players", "user count", "total users", "n users", "num users"),
    *("exposures", "exposed", "exposed users", "assigned", "assigned users", "sample size"),
    *("visitor count", "uniques", "persons", "members", "patients", "respondents"),
    *("recipients", "accounts", "units", "enrolled", "population", "audience"),
    *("nutzer", "benutzer", "besucher", "anwender", "teilnehmer", "personen", "kunden"),
    *("eindeutige nutzer", "eindeutige besucher", "nutzerinnen", "empfanger"),
    *("utilisateurs", "visiteurs", "utilisateurs uniques", "visiteurs uniques", "personnes"),
    *("internautes", "clients", "usuarios", "visitantes", "usuarios unicos", "participantes"),
    *("visitantes unicos", "personas", "clientes", "utilizadores", "pessoas", "utenti"),
    *("visitatori", "utenti unici", "visitatori unici", "partecipanti", "persone", "clienti"),
    *("gebruikers", "bezoekers", "unieke bezoekers", "unieke gebruikers", "deelnemers"),
    *("klanten", "n", "sessions", "session", "sitzungen", "sesiones", "sessoes", "sessioni"),
    *("sessies", "visits", "besuche", "visites", "visitas", "visite", "bezoeken"),
    *("impressions", "impressionen"),
)
CONVERSIONS_NAMES: Final = (
    *("conversions", "converted", "conversion", "converters", "converted users", "successes"),
    *("purchases", "purchasers", "buyers", "signups", "clicks", "clickers"),
    *("num conversions", "conversion count", "total conversions", "converting users"),
    *("converts", "convs", "conv", "goals", "goal completions", "leads", "subscribers"),
    *("subscriptions", "registrations", "activations", "downloads", "installs", "responders"),
    *("konversionen", "konversion", "konvertiert", "abschlusse", "kaufe", "kaufer"),
    *("registrierungen", "anmeldungen", "klicks", "erfolge", "achats", "acheteurs"),
    *("inscriptions", "clics", "succes", "conversiones", "compras", "compradores", "registros"),
    *("suscripciones", "exitos", "conversoes", "cadastros", "inscricoes", "cliques"),
    *("conversioni", "acquisti", "acquirenti", "iscrizioni", "registrazioni", "clic"),
    *("successi", "conversies", "aankopen", "kopers", "aanmeldingen", "inschrijvingen"),
    *("klikken", "kliks", "successen"),
)
# One user may order several times: taken as conversions only where nothing better exists.
WEAK_CONVERSIONS_NAMES: Final = (
    *("orders", "transactions", "bestellungen", "auftrage", "transaktionen", "commandes"),
    *("pedidos", "encomendas", "ordini", "transazioni", "bestellingen", "transacties"),
)
_PLAIN_RATE_NAMES: Final = (
    *("conversion rate", "conv rate", "cvr", "cr", "conversion pct", "conversions pct", "conv pct"),
    *("pct conversion", "pct conversions", "pct converted", "converted pct", "conversion ratio"),
    *("konversionsrate", "konversionsquote", "taux de conversion", "tasa de conversion"),
    *("taxa de conversao", "tasso di conversione", "conversieratio", "conversiepercentage"),
    *("conversion", "conversions rate", "rate", "pct", "success rate", "proportion"),
    *("click through rate", "clickthrough rate", "ctr", "click rate", "klickrate"),
)
RATE_NAMES: Final = (*_PLAIN_RATE_NAMES, *(f"{name} pct" for name in _PLAIN_RATE_NAMES))
DATE_WORDS: Final = frozenset(
    {
        *("date", "day", "datum", "tag", "jour", "fecha", "dia", "data", "giorno", "dag", "time"),
        *("timestamp", "ds", "dt", "period", "week", "month", "woche", "monat"),
    }
)
SEGMENT_WORDS: Final = frozenset(
    {
        *("week", "month", "year", "hour", "day", "kw", "woche", "monat", "jahr", "stunde"),
        *("tag", "semaine", "mois", "look", "wave", "cohort", "segment", "age", "stratum", "site"),
        *("platform", "region", "block", "cluster", "quarter", "period"),
    }
)
_RATE_WORDS: Final = frozenset({"rate", "ratio", "pct", "cr", "cvr", "ctr", "quote", "rato"})
_MEANS: Final = frozenset({"mean", "avg", "average", "durchschnitt", "mittelwert", "moyenne"})
_SPREADS: Final = frozenset(
    {"sd", "std", "stdev", "stddev", "var", "variance", "se", "sem", "stderr", "median"}
)
_NOT_ADDED: Final = frozenset(
    {
        *("share", "proportion", "p50", "p90", "p95", "p99", "aov", "arpu", "nps", "csat", "score"),
        *("id", "ids", "uuid", "guid", "key", "index", "rank", "zip", "weight", "age", "expected"),
        *("allocation", "cumulative", "kumuliert", "percentile", "quantile", "min", "max"),
    }
)
_AVERAGES: Final = _MEANS | {"per", "ratio", "median", "percentile", "quantile"}
_PERCENTILE: Final = re.compile(r"p[0-9]{2,3}", re.ASCII)
_RESULTS: Final = frozenset(
    {
        *("lift", "uplift", "improvement", "significance", "significant", "confidence", "pvalue"),
        *("probability", "zscore", "ci", "delta", "diff", "difference", "change", "effect"),
        *("differenz", "abweichung", "veranderung", "ecart", "diferencia", "diferenca"),
        *("differenza", "verschil", "z", "p", "chance"),
    }
)
_COUNTING: Final = (
    *(("number", "of"), ("count", "of"), ("no", "of"), ("num",), ("nb",), ("nr",), ("n",)),
    *(("distinct", "count", "of"), ("count", "distinct"), ("sum", "of"), ("sum",), ("total",)),
    *(("summe", "von"), ("anzahl", "der"), ("anzahl",), ("summe",), ("nombre", "d")),
    *(("nombre", "de"), ("somme", "de"), ("numero", "de"), ("suma", "de"), ("soma", "de")),
    *(("numero", "di"), ("somma", "di"), ("aantal",), ("som", "van"), ("de",)),
)
_COUNTED: Final = frozenset({"count", "total", "n", "number", "anzahl", "gesamt"})
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_UNITS: Final = re.compile(r"[(\[]\s*(?:n|#|count|number|anzahl|nb|qty|abs|stk)\.?\s*[)\]]")
_BREAKS: Final = re.compile(r"[\W_]+")
_PERCENT_WORDS: Final = frozenset({"percent", "percentage", "prozent", "pourcentage", "porcentaje"})


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a column's name, without case, accents, punctuation and units.

    'uniqueUsers', 'Unique Users' and 'UNIQUE_USERS (n)' all give ('unique', 'users'); a percent
    sign is the word 'pct'.
    """
    text = _CAMEL.sub("_", unicodedata.normalize("NFKC", name)).casefold()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    text = _UNITS.sub(" ", text).replace("%", " pct ")
    words = (word for word in _BREAKS.split(text) if word)
    return tuple("pct" if word in _PERCENT_WORDS else word for word in words)


def name_key(name: str) -> str:
    """Return a name as synonyms are compared: its words without anything between them."""
    return "".join(name_words(name))


def bare_key(name: str) -> str:
    """Return the key of a name without the words that only say it is counted.

    'Number of users', 'SUM of users' and 'users total' give 'users'.
    """
    words = name_words(name)
    while len(words) > 1:
        found = next((lead for lead in _COUNTING if words[: len(lead)] == lead), None)
        if found is not None and len(found) < len(words):
            words = words[len(found) :]
        elif words[-1] in _COUNTED:
            words = words[:-1]
        else:
            break
    return "".join(words)


def matching(header: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that bear one of the names, in the order of the names.

    A column spelled like a name goes before one that only counts it ('users' before 'sum of
    users'); of two that are spelled alike the left one is meant.
    """
    spelled: dict[str, str] = {}
    counted: dict[str, str] = {}
    for column in header:
        spelled.setdefault(name_key(column), column)
        counted.setdefault(bare_key(column), column)
    keys = [name_key(name) for name in names]
    found = [table[key] for key in keys for table in (spelled, counted) if key in table]
    return tuple(dict.fromkeys(found))


def is_rate_name(name: str) -> bool:
    """Whether a name reads like a rate: of conversion or of anything else."""
    words = name_words(name)
    return bool(words) and (
        name_key(name) in _RATE_KEYS or words[-1] in _RATE_WORDS or words[0] == "pct"
    )


def is_conversion_rate(name: str, conversions: str) -> bool:
    """Whether a name reads like the rate of the conversions: 'cr', 'signup rate' of 'signups'."""
    key = name_key(name)
    if key in _RATE_KEYS:
        return True
    words = name_words(name)
    if len(words) < 2 or words[-1] not in _RATE_WORDS:  # noqa: PLR2004 - what, and that it is a rate
        return False
    return "".join(words[:-1]).rstrip("s") == bare_key(conversions).rstrip("s")


def adds_up(name: str) -> bool:
    """Whether numbers of a column may be added up, going by its name; rates and means may not."""
    words = name_words(name)
    if len(words) > 1 and (words[-1] in {"sum", "sumsq", "ss"} or words[-2:] == ("sum", "sq")):
        return True  # sums of anything, of averages too
    if not words or is_rate_name(name) or is_result(name) or is_average(name):
        return False
    ends = {words[0], words[-1]}
    return ends.isdisjoint(_MEANS | _SPREADS | _NOT_ADDED)


def is_average(name: str) -> bool:
    """Whether a name says, anywhere in it, an average, a percentile or one thing per another.

    'load_p75', 'avg_orders' and 'pages_per_session' do; 'p1' is too short to be a percentile.
    """
    words = name_words(name)
    return any(word in _AVERAGES or _PERCENTILE.fullmatch(word) for word in words)


def is_result(name: str) -> bool:
    """Whether a name reads like the result of a comparison: a lift, a p-value."""
    words = name_words(name)
    return not _RESULTS.isdisjoint(words)


_RATE_KEYS: Final = frozenset(name_key(name) for name in RATE_NAMES)
