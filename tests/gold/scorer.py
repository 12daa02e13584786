"""Score an extractor's claims against a gold annotation.

Predictions and gold are lists of dicts. A prediction and a gold claim pair up where their spans
overlap (largest overlap first, one to one). Three nested measures, each as precision, recall, F1:
  quantity  value (absolute, 1e-6 relative; ranges by both ends) and unit agree
  measure   quantity + kind + bound agree
  claim     measure + status agree and the subject matches (one contains the other, spaces ignored)
Gold rows with optional=1, and gold non-claims of role 'other', are neither hits nor misses.
"""

import math
import re

UNIT_SAME = [{"household", "count"}, {"visit", "count", "person"}]


def num(x):
    try:
        v = float(x)
        return None if math.isnan(v) else v
    except (TypeError, ValueError):
        return None


def same_value(p, g):
    gl, gh = num(g.get("value_low")), num(g.get("value_high"))
    if num(g.get("value")) is None and gl is not None:
        pl, ph = num(p.get("value_low")), num(p.get("value_high"))
        return pl is not None and ph is not None and close(pl, gl) and close(ph, gh)
    a, b = num(p.get("value")), num(g.get("value"))
    return a is not None and b is not None and close(abs(a), abs(b))


def close(a, b):
    return abs(a - b) <= max(1e-4 * abs(b), 1e-9)  # 1/3 may be 33.33 or 33.3333


def same_unit(p, g):
    return any(p == u or any(p in s and u in s for s in UNIT_SAME) for u in str(g or "").split("|"))


def same_kind(p, g):
    kinds = str(g.get("kind") or "").split("|")
    if p.get("kind") in kinds:
        return True
    # a named rate (…率) and shares of a whole are told apart differently by annotators
    named = p.get("kind") in ("level", "share") and bool({"level", "share"} & set(kinds))
    return named and "percent" in str(g.get("unit"))


def norm(s):
    return re.sub(r"[\s“”\"（）()、，的]", "", str(s or ""))


def same_subject(p, g):
    ps = norm(p.get("subject"))
    if not ps:
        return False
    for alt in str(g.get("subject", "")).split("|"):
        gs = norm(alt)
        if gs and (ps in gs or gs in ps) and min(len(ps), len(gs)) >= 2:
            return True
        # character F1: annotators compose subjects from words that stand apart in the text
        both = sum(min(ps.count(c), gs.count(c)) for c in set(ps))
        if gs and 2 * both / (len(ps) + len(gs)) >= 0.6:
            return True
    return False


def either(p, g, key):
    return str(p.get(key) or "") in str(g.get(key) or "").split("|")


def pair(pred, gold):
    cand = []
    for i, p in enumerate(pred):
        for j, g in enumerate(gold):
            o = min(p["end"], g["end"]) - max(p["start"], g["start"])
            if o > 0:
                cand.append((o, i, j))
    cand.sort(key=lambda c: -c[0])
    ui, uj, out = set(), set(), []
    for _, i, j in cand:
        if i not in ui and j not in uj:
            ui.add(i)
            uj.add(j)
            out.append((i, j))
    return out, ui


def score(pred, gold, ignore=()):
    """pred/gold for ONE text. Returns counts: dict measure -> (tp, n_pred, n_gold), and the misses."""
    must = [g for g in gold if not int(g.get("optional") or 0)]
    may = [g for g in gold if int(g.get("optional") or 0)] + list(ignore)
    pairs, used = pair(pred, must)
    rest = [p for i, p in enumerate(pred) if i not in used]
    extra = [p for p in rest if not any(min(p["end"], m["end"]) > max(p["start"], m["start"]) for m in may)]
    n_pred = len(used) + len(extra)
    tp = dict(quantity=0, measure=0, claim=0)
    wrong = []
    hit = set()
    for i, j in pairs:
        p, g = pred[i], must[j]
        q = same_value(p, g) and same_unit(p.get("unit"), g.get("unit"))
        m = q and same_kind(p, g) and str(p.get("bound") or "") == str(g.get("bound") or "")
        c = m and either(p, g, "status") and same_subject(p, g)
        tp["quantity"] += q
        tp["measure"] += m
        tp["claim"] += c
        hit.add(j)
        if not c:
            wrong.append((p, g, q, m))
    missed = [g for j, g in enumerate(must) if j not in hit]
    return {k: (v, n_pred, len(must)) for k, v in tp.items()}, wrong, missed, extra


def f1(tp, n_pred, n_gold):
    p = tp / n_pred if n_pred else 0.0
    r = tp / n_gold if n_gold else 0.0
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


def total(parts):
    out = {}
    for part in parts:
        for k, (a, b, c) in part.items():
            x = out.get(k, (0, 0, 0))
            out[k] = (x[0] + a, x[1] + b, x[2] + c)
    return out
