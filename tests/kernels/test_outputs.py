import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata.kernels.outputs import Limits, Outputs

pytestmark = pytest.mark.slow  # starts processes

SMALL = Limits(text=10, data=100, rows=3, pieces=4)


def shown(*messages, limits=SMALL):
    outputs = Outputs(limits, {})
    for kind, content in messages:
        outputs.receive(kind, content)
    return outputs.finish()


def printed(text, name="stdout"):
    return "stream", {"name": name, "text": text}


def displayed(data, display=None, kind="display_data"):
    content = {"data": data, "metadata": {}, "transient": {"display_id": display} if display else {}}
    return kind, content | ({"execution_count": 1} if kind == "execute_result" else {})


def test_what_is_printed_in_pieces_is_one_output():
    assert shown(printed("a"), printed("b")) == [{"output_type": "stream", "name": "stdout", "text": "ab"}]


@pytest.mark.parametrize("order", [("stdout", "stderr"), ("stderr", "stdout")])
def test_the_order_of_the_two_streams_does_not_depend_on_who_is_faster(order):
    assert [each["name"] for each in shown(*(printed(name, name) for name in order))] == ["stdout", "stderr"]


def test_what_is_printed_too_much_is_counted_and_cut_with_a_note():
    (output,) = shown(*[printed("x" * 1000)] * 50)

    assert output["text"] == "x" * 10 + "\n[cut: 50,000 characters were printed, 10 are kept]\n"


@given(st.lists(st.text(max_size=30), max_size=30))
def test_no_more_is_kept_than_the_limit_and_all_is_kept_below_it(texts):
    outputs = shown(*map(printed, texts), limits=Limits(text=50))
    whole = "".join(texts)
    text = "".join(each["text"] for each in outputs)

    assert len(text) <= 50 + 100
    if len(whole) <= 50 and not set(whole) & {"\r", "\x08"}:
        assert text == whole


def test_a_progress_bar_leaves_its_last_state():
    assert shown(printed("10%\r50%\r99%\n"), limits=Limits())[0]["text"] == "99%\n"
    assert shown(printed("abc\x08\x08X"), limits=Limits())[0]["text"] == "aX"


def test_a_table_too_long_keeps_its_first_rows_and_says_so():
    table = {"schema": {"fields": []}, "data": [{"n": n} for n in range(100_000)]}
    (output,) = shown(displayed({"application/vnd.dataresource+json": table, "text/plain": "table"}))

    assert output["data"]["application/vnd.dataresource+json"]["data"] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert "100,000 rows, 3 are kept" in output["data"]["text/plain"]


def test_other_forms_too_large_are_left_out_and_named():
    (output,) = shown(displayed({"text/html": "<p>" * 1000, "text/plain": "short"}))

    assert "text/html" not in output["data"]
    assert output["data"]["text/plain"] == "short\n[cut: text/html: 3,000 characters, none are kept]"


def test_a_chart_that_is_not_a_table_is_measured_as_it_is_written():
    spec = {"data": [1] * 1000}
    (output,) = shown(displayed({"application/vnd.vegalite.v5+json": spec}))

    assert "none are kept" in output["data"]["text/plain"]


def test_too_many_outputs_are_counted_but_an_error_is_always_kept():
    error = ("error", {"ename": "E", "evalue": "e", "traceback": []})
    outputs = shown(*[displayed({"text/plain": str(n)}) for n in range(20)], error)

    assert [each["output_type"] for each in outputs] == ["display_data"] * 4 + ["error", "stream"]
    assert "16 more outputs" in outputs[-1]["text"]


def test_a_display_is_updated_where_it_was_first_shown():
    displays = {}
    first, second = Outputs(SMALL, displays), Outputs(SMALL, displays)
    first.receive(*displayed({"text/plain": "old"}, "d"))
    second.receive(*displayed({"text/plain": "new"}, "d", "update_display_data"))

    assert first.finish()[0]["data"] == {"text/plain": "new"}
    assert second.finish() == []


def test_clearing_now_and_clearing_with_the_next_output():
    assert shown(printed("old"), ("clear_output", {"wait": False})) == []
    assert [each["text"] for each in shown(printed("old"), ("clear_output", {"wait": True}))] == ["old"]
    assert [each["text"] for each in shown(printed("old"), ("clear_output", {"wait": True}), printed("new"))] == ["new"]
