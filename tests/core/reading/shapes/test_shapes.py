"""Rows by day and by segment made one row per variant, exactly, or asked about."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.shapes.adding import add_rows, plan_adding
from experimentos_core.reading.shapes.shape import Shaped, shape_table
from tests.helpers.tables import chosen, rows_of

DAYS = (
    "date,variant,users,conversions,errors\n"
    "2026-03-01,control,100,10,1\n2026-03-01,b,110,11,2\n"
    "2026-03-02,control,90,12,3\n2026-03-02,b,130,13,4\n"
)
SEGMENTS = (
    "country,variant,users,conversions\n"
    "US,control,100,10\nUS,b,110,11\nDE,control,50,5\nDE,b,60,6\n"
)
WITH_ALL = SEGMENTS + "All,control,150,15\nAll,b,170,17\n"


def shaped(text: str, *options: str) -> Shaped:
    return shape_table(rows_of(text), ColumnRoles(), chosen(*options))


def codes(result: Shaped) -> list[str]:
    return [note.code.value for note in result.notes]


@pytest.mark.parametrize(
    "text",
    [
        "variant,users,conversions\ncontrol,100,10\nb,100,11",
        "date,variant,users,conversions\n2026-03-01,control,100,10\n2026-03-01,b,1,1",
        "variant,users,conversions\ncontrol,100,10\nb,100,11\nb,100,11",
        "variant,users,conversions\ncontrol,100,10\n,100,11\n,100,12",
        "date,variant,users\n2026-03-01,b,1\n2026-03-01,b,1\n2026-03-02,a,1\n2026-03-02,a,1",
        "date,variant,users\n2026-03-01,b,1\n2026-03-02,b,1,7",
        "group,users,conversions\nb,1,1\nb,2,2",
    ],
)
def test_what_says_no_more_stands_as_it_is(text: str) -> None:
    result = shaped(text)
    assert result == Shaped(table=rows_of(text), shape=result.shape)
    assert result.shape == "variants"


def test_days_are_added_up_and_kept() -> None:
    result = shaped(DAYS)
    assert result.shape == "days"
    assert result.table.header == ("variant", "users", "conversions", "errors")
    assert result.table.rows == (("control", "190", "22", "4"), ("b", "240", "24", "6"))
    assert result.table.row_numbers == (2, 3)
    days = result.table.days
    assert days is not None
    assert days.column == "date"
    assert days.days == ("2026-03-01", "2026-03-02") * 2
    assert days.rows[1] == ("control", "90", "12", "3")
    assert days.row_numbers == (2, 4, 3, 5)
    (note,) = result.notes
    assert (note.code, note.severity) == ("DAYS_ADDED", "Warning")
    assert "2 days (2026-03-01 to 2026-03-02) were added up" in note.message
    assert "--map days=new" in note.hint


def test_days_said_to_be_new_are_only_noted() -> None:
    result = shaped(DAYS, "days=new")
    assert [(n.code, n.severity, n.hint) for n in result.notes] == [("DAYS_ADDED", "Note", "")]
    assert result.table.rows[0][1] == "190"


def test_days_can_be_left_as_they_stand() -> None:
    assert shaped(DAYS, "shape=variants").table == rows_of(DAYS)
    with pytest.raises(ReadingError, match="No column holds a date"):
        shaped(SEGMENTS, "shape=days")


def test_bare_digits_are_days_only_under_a_name_that_says_so() -> None:
    text = "{},variant,users,conversions\n20260301,b,1,1\n20260302,b,2,1\n20260301,a,3,1\n"
    assert shaped(text.format("day")).shape == "days"
    assert shaped(text.format("errors")).shape == "variants"


@pytest.mark.parametrize("broken", ["n/a", "", "-5", "12.5", "inf"])
def test_a_broken_cell_stands_in_the_sum_with_its_row(broken: str) -> None:
    result = shaped(DAYS.replace("02,b,130", f"02,b,{broken}"))
    assert result.table.rows[1][:2] == ("b", broken)
    assert result.table.row_numbers == (2, 5)
    assert result.table.rows[0][1] == "190"


def test_missing_days_are_named() -> None:
    text = DAYS + "2026-03-04,control,1,1,0\n"
    notes = [n for n in shaped(text).notes if n.code == "DAYS_INCOMPLETE"]
    assert [n.severity for n in notes] == ["Warning", "Warning"]
    assert "'b' has no row for 2026-03-04: it lacks 1 of 3 days" in notes[0].message
    assert "No variant has a row for 2026-03-03" in notes[1].message


def test_weeks_have_no_holes_where_every_week_stands() -> None:
    text = "week,variant,users,conversions\n" + "".join(
        f"{day},{v},10,1\n" for day in ("2026-03-02", "2026-03-09", "2026-03-16") for v in "ab"
    )
    assert codes(shaped(text)) == ["DAYS_ADDED"]


def test_what_cannot_be_added_up_is_left_out_and_said() -> None:
    text = (
        "date,variant,users,conversions,cr,revenue_sum,revenue_sd,comment\n"
        "2026-03-01,a,10,1,0.1,10.50,2.5,x\n2026-03-02,a,10,1,0.1,0.25,2.5,y\n"
        "2026-03-01,b,10,1,0.1,7,2.5,x\n2026-03-02,b,10,1,0.1,8,2.5,y\n"
    )
    result = shaped(text)
    assert result.table.header == ("variant", "users", "conversions", "revenue_sum")
    assert [row[3] for row in result.table.rows] == ["10.75", "15"]
    (note,) = [n for n in result.notes if n.code == "COLUMN_DERIVED"]
    assert "'cr', 'revenue_sd', 'comment'" in note.message


def test_spellings_that_were_added_up_are_named() -> None:
    result = shaped(DAYS.replace("02,b,", "02,B ,"))
    assert [row[0] for row in result.table.rows] == ["control", "b"]
    (note,) = [n for n in result.notes if n.code == "LABELS_MERGED"]
    assert "'b', 'B '" in note.message
    assert note.row == 3


def test_running_totals_are_asked_about() -> None:
    text = "date,variant,users,conversions\n" + "".join(
        f"2026-03-0{day},{v},{100 * day},{10 * day}\n" for day in range(1, 5) for v in "ab"
    )
    (question,) = shaped(text).questions
    assert question.default is None
    assert [a.choice.option for a in question.answers] == ["days=new", "days=running"]
    assert shaped(text, "days=new").table.rows == (("a", "1000", "100"), ("b", "1000", "100"))
    last = shaped(text, "days=running")
    assert last.table.rows == (("a", "400", "40"), ("b", "400", "40"))
    assert last.table.days is None
    assert last.questions == ()


@pytest.mark.parametrize(("first", "days", "asks"), [(500, 14, 1), (500, 3, 0), (-500, 14, 0)])
def test_running_totals_may_grow_by_little(first: int, days: int, asks: int) -> None:
    step = 5 if first > 0 else -5
    text = "date,variant,users,conversions\n" + "".join(
        f"2026-03-{day:02},{v},{10_000 + 137 * day},{abs(first) + step * day}\n"
        for day in range(1, days + 1)
        for v in "ab"
    )
    assert len(shaped(text).questions) == asks
    last = shaped(text, "days=running").table.rows[0]
    assert last == ("a", str(10_000 + 137 * days), str(abs(first) + step * days))


def test_one_variant_that_falls_shows_days() -> None:
    text = "date,variant,users,conversions\n" + "".join(
        f"2026-03-0{day},{v},{100 + day},{u * day + 50}\n"
        for day in range(1, 6)
        for v, u in (("a", 1), ("b", -1))
    )
    assert shaped(text).questions == ()


def test_segments_are_asked_about() -> None:
    result = shaped(SEGMENTS)
    (question,) = result.questions
    assert question.text == (
        "Each variant stands 2 times, once per country (US, DE). Add them up, or take one?"
    )
    assert [a.choice.option for a in question.answers] == [
        *("segment:country=sum", "segment:country=only US", "segment:country=only DE"),
    ]
    assert question.default is None
    assert result.table == rows_of(SEGMENTS)


def test_segments_added_up_by_choice() -> None:
    result = shaped(SEGMENTS, "segment:country=sum")
    assert result.table.rows == (("control", "150", "15"), ("b", "170", "17"))
    assert (codes(result), result.shape) == (["SEGMENTS_ADDED"], "segments")
    assert [(chip.text, chip.taken) for chip in result.chips] == [("country: added up", 0)]


def test_one_segment_by_choice() -> None:
    result = shaped(SEGMENTS, "segment:country=only de")
    assert result.table.rows == (("DE", "control", "50", "5"), ("DE", "b", "60", "6"))
    assert result.table.row_numbers == (4, 5)
    (note,) = result.notes
    assert (note.code, note.severity) == ("SEGMENT_CHOSEN", "Warning")
    assert note.message == "Only country = DE is analysed; 1 other segment was left out."
    with pytest.raises(ReadingError, match="holds no 'FR'"):
        shaped(SEGMENTS, "segment:country=only FR")


def test_a_total_segment_is_supposed_where_it_is_the_sum() -> None:
    result = shaped(WITH_ALL)
    (question,) = result.questions
    assert (question.default, question.answers[0].choice.value) == (0, "only All")
    assert [row[2] for row in result.table.rows] == ["150", "170"]
    assert shaped(WITH_ALL, "segment:country=sum").table.rows == (
        *(("control", "150", "15"), ("b", "170", "17")),
    )
    chosen_all = shaped(WITH_ALL, "segment:country=only All")
    assert [note.severity for note in chosen_all.notes] == ["Note"]


def test_a_total_segment_that_is_no_sum_is_never_supposed() -> None:
    (question,) = shaped(WITH_ALL.replace("150,15", "140,15")).questions
    assert question.default is None
    assert "'All' are not the sum" in question.text


def test_days_and_segments_together() -> None:
    text = "date,country,variant,users,conversions\n" + "".join(
        f"2026-03-0{day},{c},{v},{n},1\n"
        for day in (1, 2)
        for c, n in (("US", 100), ("DE", 10))
        for v in "ab"
    )
    (question,) = shaped(text).questions
    assert question.text.startswith("Each variant and day stands 2 times, once per country")
    result = shaped(text, "segment:country=sum")
    assert result.table.rows == (("a", "220", "4"), ("b", "220", "4"))
    assert result.table.days is not None
    assert result.table.days.rows[0] == ("a", "110", "2")
    assert shaped(text, "segment:country=only DE").table.rows[0] == ("a", "20", "2")


def test_two_segments_are_asked_about_one_after_the_other() -> None:
    text = "country,device,variant,users,conversions\n" + "".join(
        f"{c},{d},{v},10,1\n" for c in ("US", "DE") for d in ("web", "app") for v in "ab"
    )
    assert [q.column for q in shaped(text).questions] == ["country"]
    assert [q.column for q in shaped(text, "segment:country=sum").questions] == ["device"]
    both = shaped(text, "segment:country=sum", "segment:device=only app")
    assert both.table.rows == (("a", "20", "2"), ("b", "20", "2"))


def test_numbered_weeks_break_rows_down_too() -> None:
    text = "week,variant,users,conversions\n1,a,10,1\n2,a,10,1\n1,b,10,1\n2,b,10,1"
    assert "once per week (1, 2)" in shaped(text).questions[0].text


def test_one_row_per_user_is_refused_with_the_query() -> None:
    text = "user_id,variant,converted\n" + "".join(f"u{i},{'ab'[i % 2]},1\n" for i in range(6))
    roles = ColumnRoles(conversions="converted")
    with pytest.raises(ReadingError, match="one row per user") as caught:
        shape_table(rows_of(text), roles, chosen())
    assert "GROUP BY variant" in caught.value.hint
    assert "SUM(converted)" in caught.value.hint
    many = "variant,bought\n" + "a,0\nb,1\n" * 26
    with pytest.raises(ReadingError, match=r"52 rows") as caught:
        shape_table(rows_of(many), ColumnRoles(), chosen())
    assert "SUM(bought)" in caught.value.hint
    few = "variant,bought\n" + "a,0\nb,1\n" * 25
    assert shape_table(rows_of(few), ColumnRoles(), chosen()).shape == "variants"


@given(
    st.lists(
        st.decimals(
            min_value=-(10**30), max_value=10**30, places=9, allow_nan=False, allow_infinity=False
        ),
        min_size=1,
        max_size=30,
    )
)
def test_sums_are_exact(values: list[Decimal]) -> None:
    text = "variant,users,conversions,x_sum\n" + "".join(f"a,1,1,{v:f}\n" for v in values)
    table = rows_of(text)
    plan = plan_adding(table, ColumnRoles(), ())
    summed = add_rows(table, plan, [range(len(values))])
    assert Fraction(summed.rows[0][3]) == sum(map(Fraction, values))


@pytest.mark.parametrize("name", ["", "NULL", "Worldwide", "Total"])
def test_a_rollup_is_a_total_whatever_it_is_called(name: str) -> None:
    text = SEGMENTS + f"FR,control,7,1\nFR,b,8,1\n{name},control,157,16\n{name},b,178,18\n"
    shown = name or "(blank)"
    result = shaped(text)
    (question,) = result.questions
    assert question.answers[question.default or 0].choice.option == f"segment:country=only {shown}"
    assert question.default == 0
    assert [row[2:] for row in result.table.rows] == [("157", "16"), ("178", "18")]
    added = shaped(text, "segment:country=sum")
    assert added.table.rows == (("control", "157", "16"), ("b", "178", "18"))
    assert f"The rows of {shown} were left out" in added.notes[0].message
    alone = shaped(text, f"segment:country=only {shown}")
    assert [row[2] for row in alone.table.rows] == ["157", "178"]
    assert alone.notes[0].severity == "Note"


def test_one_count_that_does_not_add_up_makes_it_a_value_of_its_own() -> None:
    text = SEGMENTS + "FR,control,7,1\nFR,b,8,1\nRest,control,157,16\nRest,b,178,17\n"
    assert [q.default for q in shaped(text).questions] == [None]
    assert shaped(text, "segment:country=sum").table.rows[0] == ("control", "314", "32")
    equal = "country,variant,users,conversions\nUS,a,9,1\nDE,a,9,1\nUS,b,9,1\nDE,b,9,1\n"
    assert shaped(equal, "segment:country=sum").table.rows[0] == ("a", "18", "2")


def test_a_blank_rollup_of_every_day() -> None:
    text = "date,country,variant,users,conversions\n" + "".join(
        f"2026-03-0{day},{country},{v},{users * day},{users}\n"
        for day in (1, 2, 3)
        for country, users in (("US", 10), ("DE", 5), ("", 15))
        for v in "ab"
    )
    for options in ((), ("segment:country=sum",), ("segment:country=only (blank)",)):
        assert shaped(text, *options).table.rows == (("a", "90", "45"), ("b", "90", "45"))
    lacking = text.replace("2026-03-02,,a,30,15\n", "")
    assert [q.default for q in shaped(lacking).questions] == [None]


def test_a_rollup_over_two_columns() -> None:
    cells = {("US", "web"): 10, ("US", "app"): 20, ("DE", "web"): 5, ("DE", "app"): 7}
    lines = ["country,device,variant,users,conversions"]
    for v in "ab":
        lines += [f"{c},{d},{v},{n},{n}" for (c, d), n in cells.items()]
        lines += [f"US,,{v},30,30", f"DE,,{v},12,12", f",,{v},42,42"]
    text = "\n".join(lines)
    assert [row[3] for row in shaped(text).table.rows] == ["42", "42"]
    added = shaped(text, "segment:country=sum", "segment:device=sum")
    assert added.table.rows == (("a", "42", "42"), ("b", "42", "42"))
    assert "stands 7 times, more than once per country" in shaped(text).questions[0].text


def test_how_often_a_variant_stands_is_counted() -> None:
    text = SEGMENTS + "FR,b,1,1\n"
    assert "Each variant stands 2 to 3 times, once per country" in shaped(text).questions[0].text
    options = [a.choice.value for a in shaped(text).questions[0].answers]
    assert options == ["sum", "only US", "only DE"]  # one row alone compares nothing


METRICS = "{},variant,users,conversions\nx,a,100,9\ny,a,{},5\nx,b,101,8\ny,b,{},6\n"


@pytest.mark.parametrize(
    ("name", "users"),
    [("metric", (50, 60)), ("Kennzahl", (50, 60)), ("event_name", (50, 60)), ("kind", (100, 101))],
)
def test_metrics_are_not_offered_as_a_sum(name: str, users: tuple[int, int]) -> None:
    text = METRICS.format(name, *users)
    (question,) = shaped(text).questions
    assert [a.choice.value for a in question.answers] == ["only x", "only y"]
    assert question.default is None
    (note,) = shaped(text, f"segment:{name}=sum").notes
    assert (note.severity, note.code) == ("Warning", "SEGMENTS_ADDED")


def test_no_segment_is_asked_about_while_no_column_holds_users() -> None:
    result = shaped("metric,variant,value\nusers,a,9\nusers,b,8\nbuys,a,1\nbuys,b,2\n")
    assert (result.questions, result.shape) == ((), "variants")


def test_a_key_of_every_row_breaks_nothing_down() -> None:
    text = (
        "key,variant,country,users,conversions\nk1,control,US,50,5\nk2,control,DE,52,6\n"
        "k3,control,All,102,11\nk4,b,US,50,6\nk5,b,DE,51,7\nk6,b,All,101,13\n"
    )
    (question,) = shaped(text).questions
    assert (question.column, question.default) == ("country", 0)
    assert shaped(text.replace("country", "users2")).questions[0].column == "users2"
    only_keys = "key,variant,users,conversions\nk1,a,1,1\nk2,a,2,1\nk3,b,1,1\nk4,b,2,1\n"
    assert shaped(only_keys).questions == ()


def test_totals_of_a_column_beside_the_days_are_not_added() -> None:
    text = (
        "date,variant,scope,users,conversions\n2026-03-01,a,US,10,3\n2026-03-02,a,US,12,2\n"
        "2026-03-03,a,All,22,5\n2026-03-01,b,US,10,3\n2026-03-02,b,US,13,2\n"
        "2026-03-03,b,All,23,5\n"
    )
    result = shaped(text)
    assert result.table.rows == (("a", "22", "5"), ("b", "23", "5"))
    assert "scope = All were left out of the sum" in result.notes[0].message


CALENDAR = "date,variant,users,conversions\n" + "".join(
    f"2026-03-0{day},{v},{100 - day},{20 - day}\n" for day in range(1, 6) for v in "ab"
)


@pytest.mark.parametrize(
    ("cell", "says"), [("2026-03-32", "'2026-03-32' is no day"), ("", "blank")]
)
def test_one_cell_that_is_no_day_is_named(cell: str, says: str) -> None:
    result = shaped(CALENDAR.replace("2026-03-03,b", f"{cell},b"))
    (note,) = result.notes
    assert (note.code, note.severity, note.row, note.column) == (
        *("DAYS_INCOMPLETE", "Blocked", 7, "date"),
    )
    assert note.message.startswith("Row 7, column 'date': ")
    assert says in note.message
    assert result.table.days is None


def test_rows_without_a_day_that_sum_up_the_days_are_left_out() -> None:
    result = shaped(CALENDAR + ",a,485,85\n,b,485,85\n")
    assert result.table.rows == (("a", "485", "85"), ("b", "485", "85"))
    assert codes(result) == ["TOTALS_ROW", "TOTALS_ROW", "DAYS_ADDED"]
    assert [note.row for note in result.notes[:2]] == [12, 13]
    blocked = shaped(CALENDAR + ",a,485,85\n,b,485,84\n").notes
    assert {note.severity for note in blocked} == {"Blocked"}


def test_a_rollup_by_day_and_country() -> None:
    lines = ["date,country,variant,users,conversions"]
    for v in "ab":
        for day in (1, 2, 3, 4):
            lines += [f"2026-03-0{day},{c},{v},{n},1" for c, n in (("US", 50 - day), ("DE", 9))]
            lines += [f"2026-03-0{day},,{v},{59 - day},2"]
        lines += [f",,{v},226,8"]
    result = shaped("\n".join(lines))
    assert [question.default for question in result.questions] == [0]
    assert result.table.rows == (("a", "226", "8"), ("b", "226", "8"))


def test_the_start_of_the_experiment_is_not_the_day() -> None:
    lines = CALENDAR.splitlines()
    text = "\n".join([f"start,{lines[0]}", *(f"2026-02-27,{line}" for line in lines[1:])])
    result = shaped(text)
    assert result.table.days is not None
    assert (result.table.days.column, result.shape) == ("date", "days")


def test_days_as_spreadsheets_store_them() -> None:
    text = CALENDAR
    for day in range(1, 6):
        text = text.replace(f"2026-03-0{day}", str(46081 + day))
    result = shaped(text)
    assert result.table.days is not None
    assert result.table.days.days[0] == "2026-03-01"
    assert shaped(text.replace("date,", "clicks,")).shape == "variants"


@pytest.mark.parametrize(
    "name", ["week", "year", "hour", "id", "load_time", "p75", "pages_per_day"]
)
def test_numbers_that_count_nothing_are_not_added_up(name: str) -> None:
    lines = CALENDAR.splitlines()
    text = "\n".join([f"{lines[0]},{name}", *(f"{line},7" for line in lines[1:])])
    result = shaped(text)
    assert result.table.header == ("variant", "users", "conversions")
    assert f"The column '{name}' was left out" in result.notes[-1].message


@pytest.mark.parametrize(("text", "back"), [(DAYS, "shape=days"), (SEGMENTS, "shape=segments")])
def test_rows_left_as_they_stand_leave_a_way_back(text: str, back: str) -> None:
    (chip,) = shaped(text, "shape=variants").chips
    assert [answer.choice.option for answer in chip.answers] == [back, "shape=variants"]
    assert chip.taken == 1
    assert shaped(text, back).shape == back.removeprefix("shape=")


def test_many_columns_of_text_take_no_time() -> None:
    names = ",".join(f"t{i}" for i in range(1900))
    cells = ",".join("xy" for _ in range(1900))
    rows = "".join(f"{'ab'[i % 2]},{i},1,{cells}\n" for i in range(200))
    table = rows_of(f"variant,users,conversions,{names}\n{rows}")
    calls: list[int] = []
    started = time.process_time()
    shape_table(table, ColumnRoles(), chosen(), lambda: calls.append(1))
    assert time.process_time() - started < 8  # seconds; it took quadratic time once
    assert calls


def test_a_column_without_a_name_is_called_blank() -> None:
    text = SEGMENTS.replace("country,", ",")
    assert "per value of the column without a name" in shaped(text).questions[0].text
    assert shaped(text, "segment:(blank)=sum").chips[0].text == "(blank): added up"
