"""The account of a proof: what a certificate does, in sentences, from the certificate alone.

>>> proof = {"rule": "slope", "var": "x", "at": "lo",
...          "slope": {"rule": "bounds"}, "base": {"rule": "normal form"}}
>>> print("\\n".join(account({"conclusion": "true", "proof": proof})))
it changes one way in x, from the lower end of its domain on
- the derivative: interval bounds show it
- there: its normal form shows it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from thence.notation import readable

Proof = Mapping[str, Any]
#: A sentence, and the proofs that it rests on, each with what it is of.
Step = tuple[str, list[tuple[str, Proof]]]

#: How deep an account goes; what lies deeper is counted.
DEEPEST = 5
#: A longer formula is cut in an account; the certificate has it whole.
LONGEST = 100
#: Pieces of a split that are told one by one; of more, those that take one step are counted.
FEW = 3


def account(certificate: Mapping[str, Any]) -> Iterator[str]:
    """Sentences about a certificate, one a line, indented below what they support."""
    for side, key in (("left", "values"), ("right", "values_right")):
        for item in certificate.get(key, []):
            yield f"the {side} side: {_value(item)}"
    for side, key in (("left side", "defined"), ("right side", "defined_right")):
        if needs := certificate.get(key):
            yield f"the {side} is defined: {_count(len(needs), 'need')} shown"
    if "upper" in certificate:
        pieces = _count(len(certificate["lower"]), "piece")
        yield f"at most {_cut(certificate['upper']['is'])}: at {_cut(certificate['upper']['at'])}"
        yield f"at least {_cut(certificate['floor'])}: on each of {pieces} of the domain"
    for item in certificate.get("sides", []):
        yield from _order(item)
    if "proof" in certificate:
        yield from _told(certificate["proof"], 0, "")


def _order(item: Proof) -> Iterator[str]:
    """How an order of growth is shown, from one side of the target."""
    if "bound" in item:
        yield f"|left| <= {_cut(item['bound'])} |right| from {_cut(item['near'])} on"
        yield from _told(item["proof"], 1, "")
        return
    way = "parts that tend to 0"
    if "order" in item:
        way = f"derivatives of order {item['order']}" if item["order"] else "its value there"
    yield f"the quotient of the sides tends to {_cut(item['is'])}, by {way}"


def _told(proof: Proof, depth: int, of: str) -> Iterator[str]:
    sentence, parts = step(proof)
    lead = "  " * (depth - 1) + "- " if depth else ""
    yield f"{lead}{of}{': ' if of else ''}{sentence}"
    if depth == DEEPEST and parts:
        leaves = sum((_leaves(inner) for _, inner in parts), Counter[str]())
        yield f"{'  ' * depth}- {_count(leaves.total(), 'step')} more: {_listed(leaves)}"
        return
    for label, inner in parts:
        yield from _told(inner, depth + 1, label)


def step(proof: Proof) -> Step:
    """The sentence of one rule, and the proofs below it."""
    known = _STEPS.get(proof["rule"])
    return known(proof) if known else (f"by the rule {proof['rule']}", _below(proof))


def _below(proof: Any) -> list[tuple[str, Proof]]:
    """Every proof right below one, whatever its rule."""
    found: list[tuple[str, Proof]] = []
    items = proof.items() if isinstance(proof, Mapping) else enumerate(proof)
    for _, value in items:
        if isinstance(value, Mapping) and isinstance(value.get("rule"), str):
            found.append(("", value))
        elif isinstance(value, Mapping | list):
            found += _below(value)
    return found


def _leaves(proof: Proof) -> Counter[str]:
    below = _below(proof)
    if not below:
        return Counter([str(proof["rule"])])
    return sum((_leaves(inner) for _, inner in below), Counter[str]())


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def _cut(text: str) -> str:
    """A formula of a certificate as a person would write it, and not too long."""
    text = readable(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _value(item: Proof) -> str:
    """How one limit, integral or sum is evaluated."""
    kind = item["kind"]
    if "called" in item:
        return f"the {kind} is {item['called']}, between bounds: {_between(item)}"
    if kind == "limit":
        way = "parts that tend to 0"
    else:
        way = _integral(item) if kind == "integral" else _sum(item)
    return f"the {kind} is {_cut(item['is'])}, by {way}"


def _between(item: Proof) -> str:
    """What an enclosure consists of."""
    if item["kind"] == "sum":
        return f"the summands up to {_cut(item['from'])}, and the majorant {_cut(item['G'])}"
    ends = [end for piece in item["pieces"] for end in piece.get("ends", [])]
    tails = [f"the majorant {_cut(end['G'])} beyond {_cut(end['near'])}" for end in ends if end]
    return ", and ".join([f"Taylor forms of order {2 * item['order']}", *tails])


def _integral(item: Proof) -> str:
    first = next((piece["F"] for piece in item.get("pieces", []) if "F" in piece), "")
    named = {"euler": "an integral of Euler's", "terms": "integration term by term"}
    way = item.get("by", "")
    before = f"{way} and " if "then" in item else ""
    way = item.get("then", item).get("by", way)
    found = f"an antiderivative {_cut(first)}" if first else named.get(way, way)
    return f"{before}{found or 'another integral'}"


def _sum(item: Proof) -> str:
    if "parts" in item:
        kinds = dict.fromkeys(part["of"] for part in item["parts"])
        return f"the {' and the '.join(kinds)} series"
    if "pair" in item:
        return "pairs of summands"
    if "recurrence" in item:
        n, (a, b) = item["var"], map(readable, item["recurrence"])
        return f"induction over {n}, for ({a})*S({n} + 1) - ({b})*S({n}) telescopes"
    return f"split at {item['split']}" if "split" in item else "telescoping"


# ------------------------------------------------------------------ one sentence a rule


def _rewrite(proof: Proof) -> Step:
    parts = []
    said = [
        f"{name} = {_cut(let['is'])} in {let['in']}" for name, let in proof.get("let", {}).items()
    ]
    named = f"with {'; '.join(said)}, " if said else ""
    by = "" if proof.get("by", "1") == "1" else f"times {_cut(proof['by'])}, which keeps the sign, "
    use = f"by {_count(len(proof['use']), 'hypothesis')}, " if proof.get("use") else ""
    for name, let in proof.get("let", {}).items():
        parts += [(f"{name} is in its range", let[end]) for end in ("low", "high") if end in let]
    trivial = ("normal form", "bounds")
    parts = [(label, inner) for label, inner in parts if inner["rule"] not in trivial]
    if proof.get("by_positive", {}).get("rule", "bounds") not in trivial:
        parts.append(("the factor", proof["by_positive"]))
    return f"{named}{by}{use}this is {_cut(proof['to'])}", [*parts, ("", proof["then"])]


def _split(proof: Proof) -> Step:
    pieces, name = proof["proofs"], proof["var"]
    ends = ["the start", *map(_cut, proof["at"]), "the end"]
    told = [(f"from {a} to {b}", p) for a, b, p in zip(ends, ends[1:], pieces, strict=False)]
    told += [
        (f"at {_cut(at)}", p) for at, p in zip(proof["at"], proof.get("points", []), strict=False)
    ]
    if len(told) <= FEW:
        return f"{name} is cut at {', '.join(ends[1:-1])}", told
    plain = [inner for _, inner in told if not _below(inner)]
    counted = Counter(_leaf(inner) for inner in plain)
    sentence = f"{name} is cut into {len(told)} pieces between {ends[1]} and {ends[-2]}"
    if plain:
        sentence += f", shown by {_listed(counted)}"
    return sentence, [(label, inner) for label, inner in told if _below(inner)]


def _leaf(proof: Proof) -> str:
    if proof["rule"] == "contact":
        return f"zeros of order {proof['order']} at {_cut(proof['at'])}"
    return {"taylor": "Taylor forms"}.get(proof["rule"]) or str(proof["rule"])


def _cases(proof: Proof) -> Step:
    on = _cut(proof["on"])
    rel = " " if "zero" in proof else "= "
    parts = [(f"where {on} >{rel}0", proof["above"]), (f"where {on} <{rel}0", proof["below"])]
    if "zero" in proof:
        parts.append((f"where {on} = 0", proof["zero"]))
    return f"in cases of {on}", parts


def _slope(proof: Proof) -> Step:
    ends = {"lo": "from the lower end of its domain on", "hi": "up to the upper end of its domain"}
    where = ends.get(proof["at"], f"and it is known at {_cut(proof['at'])}")
    return (
        f"it changes one way in {proof['var']}, {where}",
        [("the derivative", proof["slope"]), ("there", proof["base"])],
    )


def _squares(proof: Proof) -> Step:
    by = "" if proof.get("by", "1") == "1" else f"times {_cut(proof['by'])} > 0, "
    forms = _count(len(proof["parts"]), "semidefinite form")
    terms = sum(len(part["basis"]) for part in proof["parts"])
    weights = [w for part in proof["parts"] for w in part.get("of", [])]
    weighted = f" with nonnegative factors such as {_cut(weights[0])}" if weights else ""
    return f"{by}it is a sum of {forms} in {_count(terms, 'term')}{weighted}", []


def _chain(sentence: str, *below: tuple[str, str]) -> Callable[[Proof], Step]:
    """A rule whose fields fill a sentence and whose proofs stand under fixed keys."""

    def told(proof: Proof) -> Step:
        words = {key: _cut(str(value)) for key, value in proof.items()}
        parts = [(label, proof[key]) for key, label in below if isinstance(proof.get(key), Mapping)]
        return sentence.format_map(words), parts

    return told


def _product(proof: Proof) -> Step:
    return "as a product of factors that have the sign", [(_cut(f), p) for f, p in proof["of"]]


_STEPS: dict[str, Callable[[Proof], Step]] = {
    "bounds": _chain("interval bounds show it"),
    "normal form": _chain("its normal form shows it"),
    "rewrite": _rewrite,
    "split": _split,
    "cases": _cases,
    "slope": _slope,
    "squares": _squares,
    "product": _product,
    "taylor": _chain("a Taylor form of order {order} shows it"),
    "contact": _chain("it has a zero of order {order} at {at}, whose side is shown"),
    "limit": _chain(
        "it falls in {var} to a limit that is not negative", ("slope", "its slope")
    ),
    "modulus": _chain(
        "the modulus of {on} is that or its negative",
        ("sign", "which of them"), ("above", "that"), ("below", "the negative"),
    ),
    "contradiction": _chain("hypothesis {hypothesis} fails there", ("proof", "")),
    "narrow": _chain(
        "{var} is in {in}", ("below", "below that"), ("above", "above that"), ("then", "there")
    ),
    "forget": _chain("without hypotheses that are not needed", ("then", "")),
    "induction": _chain(
        "by induction over {var}", ("base", "its first value"), ("step", "from one to the next")
    ),
    "jensen": _chain("by Jensen's inequality for {F}, concave on {on}", ("concave", "concavity")),
    "known": _chain("by a classical bound of {of} at {at}", ("positive", "that is positive")),
    "summands": _chain("each summand of {sum} is nonnegative", ("each", "a summand")),
    "lemma": _chain("first {of} {is} 0", ("proof", "that"), ("then", "with it")),
    "angle": _chain("its cosine is 1, and it is no full turn"),
    "exponential": _chain("its exponential is to 1 as it is to 0"),
    "powers": _chain("both sides raised to the power {power}", ("then", "")),
    "power": _chain("{base} is positive, and so are its powers", ("then", "")),
    "end": _chain("it is the distance of {var} to an end of its domain times {to}", ("then", "")),
    "substitute": _chain("{var} is {is}, by a hypothesis", ("then", "")),
    "symmetry": _chain("by symmetry the variables {of} are in order", ("then", "")),
    "sign": _chain("it is on one side of 0", ("then", "")),
    "zero": _chain("the nonnegative variables {of} are 0, as their sum is", ("then", "")),
    "period": _chain(
        "it repeats in {var}: from -{half} to {half} will do",
        ("then", "between these"), ("end", "at the end"),
    ),
    "tangent": _chain(
        "it is convex in {var} and flat at {at}",
        ("convex", "the second derivative"), ("flat", "the first derivative there"),
        ("base", "the value there"),
    ),
}  # fmt: skip

#: The rules that have a sentence of their own.
TOLD = frozenset(_STEPS)


def elsewhere(claim: Mapping[str, Any]) -> Iterator[str]:
    """What was proved of an ill-posed claim where it is defined."""
    for statement in claim["statements"] if claim["grade"] == "ill-posed" else ():
        for evidence in statement["evidence"]:
            if evidence["method"] == "where defined" and evidence["data"]["certificate"]:
                yield evidence["text"]
