"""The required columns, found by name in seven languages and held against what counts can be."""

import pytest

from experimentos_core.reading.column_kinds import kinds_of
from experimentos_core.reading.columns.role_guess import GuessedRoles, guess_roles
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.names.role_words import adds_up, is_conversion_rate, name_words
from experimentos_core.reading.numbers.styles import ColumnKind
from tests.helpers.tables import chosen, rows_of


def guess(text: str, *options: str) -> GuessedRoles:
    return guess_roles(rows_of(text), chosen(*options))


def required(text: str, *options: str) -> tuple[str, str, str]:
    return guess(text, *options).roles.required


def test_the_plain_names_are_themselves_and_need_no_word() -> None:
    found = guess("variant,users,conversions\ncontrol,10,1\nb,10,2")
    assert found == GuessedRoles(roles=ColumnRoles())
    assert guess("Variant,USERS,Conversions\na,1,1").notes == ()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Group,Visitors,Converted", ("Group", "Visitors", "Converted")),
        ("conversions,VARIATION,Unique Users", ("VARIATION", "Unique Users", "conversions")),
        ("arm,sample-size,sign.ups", ("arm", "sample-size", "sign.ups")),
        ("variant,group,users,visitors,clicks", ("variant", "users", "clicks")),
        ("variant,uniqueUsers,numConversions", ("variant", "uniqueUsers", "numConversions")),
        ("variant,# users,conversions (n)", ("variant", "# users", "conversions (n)")),
        ("Row Labels,Sum of users,Sum of conversions", (
            "Row Labels", "Sum of users", "Sum of conversions")),
        ("Gruppe,Anzahl Nutzer,Konversionen", ("Gruppe", "Anzahl Nutzer", "Konversionen")),
        ("Variante,Besucher,Bestellungen", ("Variante", "Besucher", "Bestellungen")),
        ("groupe,utilisateurs,achats", ("groupe", "utilisateurs", "achats")),
        ("grupo,usuarios únicos,conversiones", ("grupo", "usuarios únicos", "conversiones")),
        ("variação,utilizadores,conversões", ("variação", "utilizadores", "conversões")),
        ("variante,utenti,acquisti", ("variante", "utenti", "acquisti")),
        ("groep,bezoekers,aankopen", ("groep", "bezoekers", "aankopen")),
        ("variant,n,successes", ("variant", "n", "successes")),
    ],
)  # fmt: skip
def test_usual_names_are_found_however_they_are_spelled(header: str, expected) -> None:
    assert required(header) == expected


def test_a_role_nothing_fits_keeps_its_own_name() -> None:
    assert guess("a,b,c") == GuessedRoles(roles=ColumnRoles())
    assert guess("variant,users\ncontrol,10\nb,10").roles == ColumnRoles()


def test_a_column_taken_by_another_name_is_said_with_a_way_back() -> None:
    (note,) = guess("variant,visitors,conversions\na,10,1").notes
    assert note.message == "The column 'visitors' was taken as users because of its name."
    assert (note.column, note.code) == ("visitors", "COLUMN_RECOGNISED")
    assert note.undo is not None
    assert required("variant,visitors,conversions\na,10,1", note.undo.option)[1] == "users"


def test_orders_are_conversions_only_where_nothing_better_exists() -> None:
    assert required("variant,users,orders,signups\na,10,3,2")[2] == "signups"
    assert required("variant,users,orders\na,10,3")[2] == "orders"


def test_of_several_the_one_that_stays_within_the_users_is_taken() -> None:
    text = "variant,users,clicks,purchases\na,100,250,20\nb,100,260,25"
    assert required(text)[2] == "purchases"
    assert required("variant,users,clicks,signups\na,10.234,25,20")[2] == "signups"


def test_a_count_beyond_the_users_is_taken_for_the_health_check_to_name() -> None:
    assert required("variant,users,clicks\na,100,250\nb,100,20")[2] == "clicks"
    assert required("variant,users,clicks,cr\na,100,250,0.05\nb,100,20,0.05")[2] == "conversions"


def test_a_rate_is_no_count() -> None:
    assert required("variant,users,conversion\na,10000,0.05\nb,10000,5.1%")[2] == "conversions"
    assert required("variant,visitors,users\na,10,x\nb,10,y")[1] == "users"


def test_a_synonym_without_any_count_is_not_taken() -> None:
    assert required("variant,audience,conversions\na,adults,1\nb,adults,2")[1] == "users"


def test_thousands_are_understood_when_columns_are_compared() -> None:
    assert required("variant,visitors,clicks\na,10.234,512\nb,10.190,561")[1:] == (
        *("visitors", "clicks"),
    )


def test_what_was_chosen_stands_and_is_spelled_as_in_the_header() -> None:
    text = "Variant,Users,Visitors,conversions\na,1,2,1"
    assert required(text, "users=visitors") == ("Variant", "Visitors", "conversions")
    assert guess(text, "users=visitors").notes == ()
    assert required(text, "users=people")[1] == "people"


def test_a_chosen_column_plays_no_second_part() -> None:
    assert required("variant,users,clicks,signups\na,9,2,1", "users=clicks")[2] == "signups"


def test_the_variants_are_found_by_the_control_among_them() -> None:
    text = "group,arm,users,conversions\nUS,control,9,1\nUS,b,9,1"
    assert required(text)[0] == "arm"
    found = guess("creative,users,conversions\ncontrol,9,1\nnew,9,1")
    assert found.roles.variant == "creative"
    assert "because of what it holds" in found.notes[0].message
    assert required(",users,conversions\ncontrol,9,1\nnew,9,1")[0] == ""
    assert required("creative,users,conversions\nred,9,1\nblue,9,1")[0] == "variant"


def test_names_are_compared_by_their_words() -> None:
    assert name_words("UniqueUsers (n)") == ("unique", "users")
    assert name_words("Conv. %") == ("conv", "pct")
    assert is_conversion_rate("Signup Rate", "signups")
    assert not is_conversion_rate("error_rate", "signups")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("errors", True), ("revenue_sum_sq", True), ("revenue", True), ("retention_7", True),
     ("conversion_rate", False), ("avg_revenue", False), ("revenue_sd", False),
     ("user_id", False), ("lift", False), ("", False), ("load_p75", False),
     ("p95_latency_ms", False), ("loadP999Time", False), ("pages_per_session", False),
     ("errors per user", False), ("click ratio total", False), ("orders_avg_7d", False),
     ("cart_median_value", False), ("p1_errors", True), ("super_users", True)],
)  # fmt: skip
def test_rates_means_and_results_do_not_add_up(name: str, expected: bool) -> None:
    assert adds_up(name) is expected


def test_a_column_chosen_as_the_rate_is_read_as_one_whatever_it_is_called() -> None:
    table = rows_of("variant,users,conversions\na,10,0.1")
    kinds = kinds_of(table, ColumnRoles(), chosen("rate=conversions"))
    assert kinds[2] is ColumnKind.RATE
    assert kinds_of(table, ColumnRoles(), chosen())[2] is ColumnKind.COUNT


def test_a_column_without_a_name_can_be_chosen() -> None:
    assert required(",users,conversions\na,10,1", "variant=(blank)")[0] == ""
    assert required("variant,,conversions,visitors\na,10,1,9", "users=(blank)")[1] == ""
