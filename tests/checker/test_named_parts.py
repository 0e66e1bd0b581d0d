"""Hypotheses in terms of named parts; families that are forgotten with what is known of them."""

V = {"n": "integer>=1", "x": "real[n]"}
X2 = "Sum(x[i]**2, (i, 1, n))"
NF = {"rule": "normal form"}
EACH = {"rule": "summands", "sum": X2, "each": NF}


def proof(known, to, then, keep=(), low=EACH):
    return {
        "rule": "rewrite", "let": {"t": {"is": X2, "in": "[0, oo)", "low": low}}, "known": known,
        "to": to, "then": {"rule": "forget", "keep": list(keep), "then": then},
    }  # fmt: skip


def narrow(keep):
    """t <= 1 from the hypothesis 1 - t >= 0, which is kept."""
    beyond = {"rule": "contradiction", "hypothesis": keep, "proof": {"rule": "bounds"}}
    then = {"rule": "bounds"}
    return {"rule": "narrow", "var": "t", "in": "[0, 1]", "above": beyond, "then": then}


def test_what_is_known_of_a_part_is_known_of_its_name(shows):
    hypotheses = [f"{X2} <= 1"]
    good = proof({"0": "1 - t"}, "1 - t", narrow(0), keep=[1])
    assert shows(V, ">=", f"1 - {X2}", good, hypotheses)


def test_no_more_than_what_is_known(shows):
    hypotheses, term = [f"{X2} <= 1"], f"1 - {X2}"
    for known in ({"0": "1/2 - t"}, {"0": "1 - t - 10**-12"}, {"1": "1 - t"}, {"0": "2 - 2*t"}):
        wrong = proof(known, "1 - t", narrow(0), keep=[1])
        assert not shows(V, ">=", term, wrong, hypotheses)
    strict = proof({"0": "1 - t"}, "1 - t", narrow(0), keep=[1])
    assert not shows(V, ">", term, strict, hypotheses)
    assert not shows(V, ">=", term, strict)  # without the hypothesis


def test_what_is_said_anew_has_to_be_defined(shows):
    hypotheses = [f"{X2} <= 1"]
    undefined = proof({"0": "(1 - t)*t/t"}, "1 - t", narrow(0), keep=[1])
    assert not shows(V, ">=", f"1 - {X2}", undefined, hypotheses)


def test_a_family_is_forgotten_with_what_is_known_of_it(shows):
    given = [f"{X2} = 1"]
    assert shows(V, ">", "n", {"rule": "forget", "then": {"rule": "bounds"}}, given)
    speaks = {"rule": "rewrite", "by": f"1 + {X2}", "by_positive": {"rule": "bounds"},
              "to": f"n*(1 + {X2})", "then": {"rule": "bounds"}}  # fmt: skip
    assert shows(V, ">", "n", speaks, given)
    assert not shows(V, ">", "n", {"rule": "forget", "then": speaks}, given)  # x is gone
    uses = {"rule": "rewrite", "use": {"0": "-1"}, "to": "0", "then": NF}
    assert shows(V, "=", f"{X2} - 1", {"rule": "forget", "keep": [0], "then": uses}, given)
    assert not shows(V, "=", f"{X2} - 1", {"rule": "forget", "then": uses}, given)


def test_a_family_that_a_hypothesis_speaks_of_is_kept_with_it(shows):
    kept = {"rule": "forget", "keep": [0], "then": {"rule": "rewrite", "use": {"0": "0"},
            "by": f"1 + {X2}", "by_positive": {"rule": "bounds"}, "to": f"n*(1 + {X2})",
            "then": {"rule": "bounds"}}}  # fmt: skip
    assert shows(V, ">", "n", kept, [f"{X2} = 1"])
