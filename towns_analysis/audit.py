"""Draw the rows that people check by hand, so that what they find holds for the whole table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["audit_sample"]


def audit_sample(claims: pd.DataFrame, strata: Sequence[str], n: int, seed: int) -> pd.DataFrame:
    """Draw a stratified random sample of rows: in proportion to each stratum, and at least one row of each.

    Of a stratum of N_h rows, n_h are drawn without replacement; the `weight` of each is N_h / n_h (Cochran, Sampling
    Techniques, 1977, ch. 5). Where all weights are nearly alike, the plain share of right rows estimates precision;
    else weigh it.

    Parameters
    ----------
    claims
        Any table: claims for precision, the numbers of `classify_numbers` for recall.
    strata
        Columns whose combinations are the strata; a missing value is a stratum of its own.
    n
        Rows to draw, at least as many as there are strata and at most all.
    seed
        For the random numbers: the same table and seed give the same rows.

    Returns
    -------
    DataFrame
        The rows drawn, in their order and with their index, and the column ``weight``, whose sum is ``len(claims)``.

    Raises
    ------
    ValueError
        A column is missing, no strata are given, or `n` is out of range.

    Examples
    --------
    >>> table = pd.DataFrame({"kind": ["level"] * 6 + ["share"] * 2})
    >>> audit_sample(table, ["kind"], n=4, seed=1).groupby("kind")["weight"].agg(["size", "first"]).to_numpy().tolist()
    [[3.0, 2.0], [1.0, 2.0]]
    """
    if missing := [c for c in strata if c not in claims.columns]:
        raise ValueError(f"there is no column {missing[0]!r} to stratify by; choose among {', '.join(claims.columns)}")
    if not strata or not len(claims):
        raise ValueError("nothing to draw from: give at least one row and one column in strata")
    stratum = claims.groupby(list(strata), dropna=False, sort=True).ngroup().to_numpy()
    sizes = np.bincount(stratum)
    if not len(sizes) <= n <= len(claims):
        raise ValueError(f"n is {n}, expected {len(sizes)} (one row a stratum) to {len(claims)} (all rows)")
    draws = _allocation(sizes, n)
    random = np.random.default_rng(seed)
    drawn = [random.choice(np.flatnonzero(stratum == h), size, replace=False) for h, size in enumerate(draws)]
    rows = np.sort(np.concatenate(drawn))
    return claims.iloc[rows].assign(weight=(sizes / draws)[stratum[rows]])


def _allocation(sizes: np.ndarray, n: int) -> np.ndarray:
    """Share n rows among strata: one each, and each further one to the stratum that is furthest behind its share."""
    draws = np.ones(len(sizes), dtype=int)
    for _ in range(n - len(sizes)):
        behind = np.where(draws < sizes, sizes * n / sizes.sum() - draws, -np.inf)
        draws[int(np.argmax(behind))] += 1
    return draws
