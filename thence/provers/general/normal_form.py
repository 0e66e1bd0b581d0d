"""The normal form is 0, or a product of factors whose signs are known."""

from __future__ import annotations

from thence.checker import Proof
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form

NAME = "normal form"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "sqrt(x**2)", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "log(x**2)", "rel": "=", "rhs": "2*log(x)"},
    {"given": {"x": "real", "y": "real"}, "lhs": "sqrt(x*y)", "rel": "=", "rhs": "sqrt(x)*sqrt(y)"},
    {"given": {"x": "real"}, "lhs": "asin(sin(x))", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "(x**2-1)/(x-1)", "rel": "=", "rhs": "x+1"},
    {"given": {"x": "real"}, "lhs": "(x**3)**(1/3)", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "cos(x)", "rel": "=", "rhs": "sqrt(1-sin(x)**2)"},
    {"given": {"x": "[0, oo)"}, "lhs": "x*(x+1)", "rel": ">", "rhs": "0"},
    {"given": {}, "lhs": "exp(pi*sqrt(163))", "rel": "=", "rhs": "262537412640768744"},
    {"given": {"x": "positive"}, "lhs": "x**(1+10**-12)", "rel": "=", "rhs": "x"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The checker's normal form shows the relation at sight."""
    shown = in_normal_form(goal.context, lambda form: form.signed(goal.rel, goal.term))
    return {"rule": NAME} if shown else None
