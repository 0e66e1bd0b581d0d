"""One seed gives one record, whatever the run: times aside, byte for byte."""

import copy
import json
import os
import subprocess
import sys

import pytest

from thence.record import differences

DERIVATION = """
from thence import Derivation, Step
from thence.measurement import Measurement
from thence_numeric.experiments import generator, must_fail, normal, statistics

post = Derivation("twice", "Twice the same")
x = post.real("x")
post.integer("n")
post.index("i", "n")
post.family("p", "n", "positive")
post.claim("true", "x**2 - 2*x", ">=", -1)
post.claim("tight", "exp(x)", ">=", "1 + x")
post.claim("false", "sqrt(x**2)", "=", "x", expect="refuted")
post.claim("undefined", "log(x**2)", "=", "2*log(x)", expect="ill-posed")
post.claim("integral", "Integral(exp(-y), (y, 0, x))", "=", "1 - exp(-x)", given={"x": "positive"})
post.claim("family", "n*Sum(p[i]**2, (i, 1, n))", ">=", "Sum(p[i], (i, 1, n))**2")


def spread(seed):
    numbers = normal(generator(seed), 3, 1000)
    sizes = [1, 2, 3]
    line = statistics.exponent(sizes, [float(k * row.std()) for k, row in zip(sizes, numbers)])
    plot = statistics.plot("size", "deviation", {"normal": line})
    return Measurement(line.value, 0.5, 1.5, control=must_fail(True, "none"), plot=plot)


post.measure("measured", spread, kind="scaling")
"""


def record(folder, hash_seed):
    out = folder / f"{hash_seed}.json"
    command = [sys.executable, "-m", "thence", "check", "twice.py", "--no-cache", "--seed", "3"]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [*command, "--out", str(out)], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(out.read_text("utf-8"))
    for claim in found["claims"]:
        del claim["seconds"]
    return found


@pytest.mark.slow
def test_two_runs_with_one_seed_give_the_same_record(tmp_path):
    (tmp_path / "twice.py").write_text(DERIVATION, "utf-8")
    first, second = (record(tmp_path, hash_seed) for hash_seed in ("1", "2"))
    assert list(differences(first, second)) == []
    assert json.dumps(first) == json.dumps(second)
    changed = copy.deepcopy(first)
    changed["claims"][-1]["evidence"][1]["data"]["series"][0]["y"][0] += 1
    assert len(list(differences(first, changed))) == 1
