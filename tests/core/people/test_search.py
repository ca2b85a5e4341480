"""Finding somebody by a part of the name."""

from core.people.search import spellings


def test_a_name_is_spelled_as_names_are_written():
    assert spellings("  åse  LUND ") == ("åse lund", "Åse Lund", "ÅSE LUND")
    assert spellings("  ") == ()
