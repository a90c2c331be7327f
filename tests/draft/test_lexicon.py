"""The words that tell a domain: each stands once, where its domain is."""

from __future__ import annotations

from collections import Counter

from hfdata.draft import lexicon
from hfdata.draft.lexicon import misleading


def test_a_word_stands_in_one_place_only():
    texts = [misleading.MISLEADING]
    for module in lexicon.MODULES.values():
        texts += [module.DECIDES, module.TELLS, module.HINTS]
    times = Counter(word for text in texts for word in text.split())

    assert [word for word, count in times.items() if count > 1] == []


def test_what_begins_with_a_word_that_decides_is_surer_than_what_only_tells():
    assert lexicon.WORDS["养老"] == ("welfare", lexicon.DECIDING)
    assert lexicon.WORDS["养老床位"] == ("welfare", lexicon.SURER)
    assert lexicon.WORDS["挂号"] == ("health", lexicon.TELLING)
    assert lexicon.WORDS["床位"][1] == lexicon.HINTING


def test_the_six_domains_of_a_release_have_words_and_so_has_what_is_none_of_them():
    assert set(lexicon.MODULES) == {
        "environment", "education", "culture", "health", "welfare", "safety", "economy", "other",
    }  # fmt: skip
    assert {domain for domain, _ in lexicon.WORDS.values()} == {*lexicon.MODULES, ""}
