"""At a prompt: what completes, and how things show themselves in JupyterLab and in a terminal."""

import atexit

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import hfdata as hf
from hfdata import prompt

HAIFENG, PILES = "haifeng-2023-11-01", "environment.waste-piles-cleared"


def shell_of_a_kernel():
    """A shell as a kernel has it, without a history file, and without its rites at the end of the process."""
    made = InteractiveShell()
    made.history_manager.enabled = False
    yield made
    made.history_manager.end_session()
    atexit.unregister(made.atexit_operations)


plain_shell = pytest.fixture(scope="module")(shell_of_a_kernel)
other_shell = pytest.fixture(scope="module")(shell_of_a_kernel)  # its completer learns words


@pytest.fixture(scope="module")
def shell(data, plain_shell):
    made = plain_shell
    story = hf.Story(data, release=HAIFENG, lang="en")
    made.user_ns.update(hf=hf, data=data, story=story, welfare=data.welfare, releases=data.releases)
    return made


@pytest.fixture
def completed(shell):
    """What Tab offers after a text, asked for as ipykernel asks."""

    def offered(text, *, jedi=False):
        shell.Completer.use_jedi = jedi
        with provisionalcompleter():
            return {c.text for c in shell.Completer.completions(text, len(text))}

    return offered


@pytest.fixture
def shown(shell):
    """What Jupyter stores for a value, by MIME type."""
    return lambda value: shell.display_formatter.format(value)[0]


@pytest.mark.slow  # jedi reads the sources of what it completes
@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("hf.", {"load", "Story", "Quantity", "charts", "why_not"}),
        ("hf.charts.lim", {"limit_bars"}),
        ("data.", {"welfare", "health", "figures", "releases"}),
        ("data.兜", {"兜底保障"}),
    ],
)
def test_tab_completes_names(text, offers, completed):
    assert offers <= completed(text, jedi=True)


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ('data["低', {"低保对象", "低保边缘人员"}),
        ('data["welfare.sub', {"welfare.subsistence-allowance", "welfare.subsistence-margin"}),
        ('data["Village', {"Village clinics"}),
        ('welfare["低', {"低保对象"}),
        ('releases["hai', {HAIFENG}),
        ('story["culture.film', {"culture.film-screenings", "culture.film-screenings.planned"}),
        ('story["卫', {"卫生室"}),
    ],
)
def test_tab_completes_keys(text, offers, completed):
    assert offers <= completed(text)


@pytest.fixture
def notebook(data, other_shell, monkeypatch):
    """What Tab offers once data was loaded in a notebook; jedi off and on make no difference to it."""
    from IPython.core import getipython

    shell = other_shell
    shell.Completer.custom_matchers[:] = []
    shell.user_ns.update(hf=hf, data=data, story=hf.Story(data, release=HAIFENG))
    monkeypatch.setattr(getipython, "get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    prompt.know(data)
    prompt.know(data)

    def offered(text, *, jedi=False):
        shell.Completer.use_jedi = jedi
        with provisionalcompleter():
            return [c.text for c in shell.Completer.completions(text, len(text))]

    return offered


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ('data.releases["', [HAIFENG]),
        ('data.welfare["低', ["低保对象", "低保边缘人员"]),
        ('hf.load()["低', ["低保对象", "低保边缘人员"]),
        ('data["低保对象"].indicator.kind; data.release("', [HAIFENG]),
        ('hf.load().figures(domain="he', ["health"]),
        ('data.figures(lang="en", domain=["welfare", "兜', ["兜底保障"]),
        ('data.figures(status="', ["done", "planned", "under_way"]),
        ('data.figure("卫', ["卫生室"]),
        ('story.figures(\n    "health.village-clinics",\n    "health.sp', ["health.specialist-clinics"]),
        ('hf.cite(data, style="', ["bibtex", "gbt7714", "plain"]),
        ("hf.Story(data, lang='", ["en", "zh"]),
        ('story.say(zh="卫生室 {health.v', ["health.village-clinics"]),
    ],
)
def test_in_a_notebook_tab_completes_words_inside_quotation_marks(text, offers, notebook):
    assert notebook(text) == offers


@pytest.mark.parametrize("text", ['print("he', 'open("heal', 'x.figures(domain="he" + y["we', 'f("domain="he'])
def test_other_quotation_marks_are_left_alone(text, notebook):
    assert not {"health", "welfare"} & set(notebook(text))


def test_every_key_that_is_offered_opens(data):
    story = hf.Story(data, release=HAIFENG)

    assert all(story[key] for key in story._ipython_key_completions_())
    assert all(len(data[key]) for key in data._ipython_key_completions_())


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_dataset_lists_its_releases(kind, data, shown):
    text = shown(data)[kind]

    assert "54 figures" in text
    assert HAIFENG in text
    assert "海丰街道 / Haifeng Subdistrict" in text


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_an_indicator_says_what_it_counts_and_who_reports_it(kind, data, shown):
    text = shown(data["低保对象"])[kind]

    assert "Persons currently receiving the minimum subsistence allowance" in text
    assert "享受最低生活保障" in text
    assert HAIFENG in text
    assert "773 人 / 773 persons" in text


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_figure_shows_all_its_papers(kind, data, shown):
    text = shown(data.figure(PILES, release=HAIFENG))[kind]

    wanted = ("≥400 处 / ≥400 sites", "已完成 / done", "今年以来 (2023-01-01 – 2023-11-01)", "400余处")
    assert [w for w in (*wanted, "海丰街道", "大众网，2023-11-03，第 6 段") if w not in text] == []


def test_a_story_and_a_release_say_what_they_are_in_a_few_lines(data):
    story = hf.Story(data, release=HAIFENG, lang="en")

    assert "海丰街道 / Haifeng Subdistrict, in 'en'" in repr(story)
    assert "welfare 兜底保障 / Social welfare: 18 figure(s)" in repr(story)
    assert "54 figures, 34 numerals set aside" in repr(story.release)
    assert len(repr(story.release)) < 300


def test_an_indicator_opens_by_place_and_by_release(data):
    facet = data["公益电影放映"]

    assert facet[0] == facet[HAIFENG] == data.figure("公益电影放映")
    assert facet._ipython_key_completions_() == [HAIFENG]
    with pytest.raises(hf.HfdataError, match=f"no release with culture.film-screenings 'haifeng'.*{HAIFENG}"):
        facet["haifeng"]
    with pytest.raises(AttributeError, match=r"is an indicator, which several .*\[0\]\.value"):
        _ = facet.value


def test_a_domain_lists_its_indicators(data, shown):
    both = shown(data.health)

    assert "health.village-clinics" in both["text/plain"]
    assert "<caption>" in both["text/html"]


def test_a_quantity_shows_its_limit(data, shown):
    both = shown(data.figure(PILES, release=HAIFENG).as_quantity("en"))

    assert both["text/plain"] == "Quantity('≥400 sites')"
    assert both["text/markdown"] == "**≥400 sites**"


def test_a_refusal_is_a_quotation_in_a_notebook_and_a_line_in_a_terminal(data, shown):
    both = shown(hf.why_not(lambda: data["低保"]))

    assert both["text/plain"] == "Unknown: no indicator '低保'; did you mean 低保对象?"
    assert both["text/markdown"].startswith("> **Unknown** ·")


def test_a_terminal_is_never_shown_html(data):
    for value in (data, data["低保对象"], data.health, data.figure(PILES, release=HAIFENG)):
        assert "<t" not in repr(value)
