import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.slow  # starts processes

PROGRAM = """
    import sys, types
    from hfdata.kernels import late

    sys.path.insert(0, sys.argv[1])
    late.COSTLY["costly"] = ("check",)
    late.put_off(["costly"])
    from costly import check
    import costly
    assert "costly-was-imported" not in sys.modules, "too early"
    assert check(2) == 4
    assert "costly-was-imported" in sys.modules
    assert costly.OTHER == "other"
    import costly as again
    assert type(again) is types.ModuleType
"""


def test_a_module_is_imported_when_it_is_used_and_then_behaves_as_itself(tmp_path):
    (tmp_path / "costly.py").write_text(
        "import sys\nsys.modules['costly-was-imported'] = sys\nOTHER = 'other'\ndef check(n): return 2 * n\n"
    )
    subprocess.run([sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path)], check=True)


def test_a_module_that_is_not_installed_or_already_there_is_left_alone():
    program = """
        import json, sys
        from hfdata.kernels import late
        late.COSTLY.update(json=("x",), nope=("y",))
        late.put_off(["json", "nope"])
        assert sys.modules["json"] is json
        assert "nope" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)


def test_what_formats_iris_still_does():
    program = """
        from hfdata.kernels.late import put_off; put_off()
        import sys, importlib.util
        if importlib.util.find_spec("rfc3987_syntax") is None: sys.exit()
        from jsonschema import Draft202012Validator as V
        validator = V({"format": "iri"}, format_checker=V.FORMAT_CHECKER)
        assert "lark" not in sys.modules
        assert validator.is_valid("http://例.cn/路") and not validator.is_valid("not an iri at all")
        assert "lark" in sys.modules
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)
